using System;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Cutis.Platform.Demo;

namespace Cutis.Server.Tests.Chaos;

/// <summary>Does what clients do, at random, and keeps the ledger: what may be before each request, what is after its answer.</summary>
/// <param name="client">To the server.</param>
/// <param name="known">Company and token.</param>
/// <param name="ledger">What is acknowledged.</param>
internal sealed class ChaosClient(HttpClient client, Credentials known, Ledger ledger)
{
    private static readonly string[] Algorithms = ["pores", "lines", "acne"];
    private readonly string _images = $"/api/v1/companies/{known.CompanyId}/images/";

    /// <summary>Works until it is stopped or the server is gone.</summary>
    /// <param name="random">What to do.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task WorkAsync(Random random, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
                await StepAsync(random, stop);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // Killed, as was to be expected.
        }
    }

    /// <summary>A photo of the size that fills a block or two; no two are the same.</summary>
    public static byte[] Photo(Random random) => Photos.Png(random.Next(40, 400), random.Next(30, 300), (byte)random.Next(256));

    /// <summary>SHA-256 in hexadecimal.</summary>
    public static string Digest(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    /// <summary>Uploads a photo, and writes it into the ledger. The status.</summary>
    public async Task<HttpStatusCode> UploadAsync(byte[] photo, CancellationToken stop)
    {
        using var answer = await client.PostAsync(_images, new ByteArrayContent(photo), stop);
        if (answer.StatusCode != HttpStatusCode.Created)
            return answer.StatusCode;
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stop));
        ledger.Images[json.RootElement.GetProperty("id").GetGuid()] = new KnownImage(Digest(photo));
        ledger.Count("uploads");
        return answer.StatusCode;
    }

    /// <summary>Stores a result of some points. The status.</summary>
    public async Task<HttpStatusCode> PutResultAsync(Guid id, KnownImage image, string algorithm, int points, CancellationToken stop)
    {
        image.BeginResult(algorithm, points);
        using var answer = await client.PutAsync($"{_images}{id}/results/{algorithm}/", TestServer.Json(Result(algorithm, points)), stop);
        if (!answer.IsSuccessStatusCode)
            return answer.StatusCode;
        image.EndResult(algorithm, points);
        ledger.Count("results");
        return answer.StatusCode;
    }

    /// <summary>Erases an image. The status.</summary>
    public async Task<HttpStatusCode> EraseAsync(Guid id, KnownImage image, CancellationToken stop)
    {
        image.BeginErasure();
        using var answer = await client.DeleteAsync($"{_images}{id}/", stop);
        if (!answer.IsSuccessStatusCode)
            return answer.StatusCode;
        image.EndErasure();
        ledger.Count("erasures");
        return answer.StatusCode;
    }

    /// <summary>A result with that many dots.</summary>
    public static string Result(string algorithm, int points)
    {
        var dots = string.Join(',', Enumerable.Range(0, points).Select(i => $"[{i % 40},{i / 40},2]"));
        return """
            {"algorithm_tech_name":"NAME","masks_original":[{"mask_type":"point_mask",
            "features":[{"geometry":{"type":"MultiPoint","coordinates":[DOTS]}}]}]}
            """.Replace("NAME", algorithm, StringComparison.Ordinal).Replace("DOTS", dots, StringComparison.Ordinal);
    }

    private async Task StepAsync(Random random, CancellationToken stop)
    {
        if (ledger.Images.Count < 3 || random.Next(10) < 3)
        {
            await UploadAsync(Photo(random), stop);
            return;
        }

        var (id, image) = ledger.Images.ElementAt(random.Next(ledger.Images.Count));
        if (image.IsErased || !image.TryTake())
            return;
        // Not released when the server goes: then nobody may have it until the next round, which begins with new workers.
        var algorithm = Algorithms[random.Next(Algorithms.Length)];
        switch (random.Next(20))
        {
            case < 8:
                await PutResultAsync(id, image, algorithm, random.Next(1, 300), stop);
                break;
            case < 10:
                image.BeginResult(algorithm, 0);
                if (
                    (await client.DeleteAsync($"{_images}{id}/results/{algorithm}/", stop)).StatusCode
                    is HttpStatusCode.NoContent
                        or HttpStatusCode.NotFound
                )
                    image.EndResult(algorithm, 0);
                break;
            case < 13:
                var restored = Photo(random);
                image.BeginRestored(Digest(restored));
                (await client.PutAsync($"{_images}{id}/restored/", new ByteArrayContent(restored), stop)).EnsureSuccessStatusCode();
                image.EndRestored(Digest(restored));
                ledger.Count("restored photos");
                break;
            case < 15:
                image.MayHaveJob = true;
                if ((await client.PostAsync($"{_images}{id}/compute/", null, stop)).IsSuccessStatusCode)
                {
                    image.HasJob = true;
                    ledger.Count("analyses");
                }

                break;
            case < 17:
                await EraseAsync(id, image, stop);
                break;
            default:
                await client.PostAsync(
                    $"/service/rasterisation/v4/masks/?company_id={known.CompanyId}",
                    TestServer.Json($$"""{"image_id":"{{id}}","masks":[{"algorithm_tech_name":"pores"}]}"""),
                    stop
                );
                break;
        }

        image.Release();
    }
}
