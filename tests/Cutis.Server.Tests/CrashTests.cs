using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Platform.Demo;

namespace Cutis.Server.Tests;

/// <summary>
/// kill -9 while photos are uploaded, results stored and pictures drawn: after a restart everything that was acknowledged is there,
/// whole, and nothing half-written is served.
/// </summary>
public class CrashTests
{
    [Fact]
    public async Task What_was_acknowledged_survives_kill_9_and_nothing_half_written_is_served()
    {
        var data = Directory.CreateTempSubdirectory("cutis-crash-").FullName;
        var uploaded = new ConcurrentDictionary<Guid, string>();
        var results = new ConcurrentDictionary<Guid, int>();
        var random = new Random(5);
        var temporary = Path.Combine(data, "objects", "temporary");
        try
        {
            for (var round = 0; round < 4; round++)
            {
                using var process = new ServerProcess(data);
                var (client, known) = await process.ReadyAsync();
                using (client)
                {
                    await CheckAsync(client, known, uploaded, results);
                    using var stop = new CancellationTokenSource();
                    var work = Enumerable
                        .Range(0, 3)
                        .Select(i => WorkAsync(client, known, uploaded, results, (round * 10) + i, stop.Token))
                        .ToArray();
                    // However slow the machine is, the kill comes while work is under way.
                    var before = uploaded.Count;
                    for (var i = 0; i < 600 && uploaded.Count == before; i++)
                        await Task.Delay(100);
                    await Task.Delay(random.Next(150, 900));
                    process.Kill();
                    await stop.CancelAsync();
                    await Task.WhenAll(work);
                }
            }

            uploaded.Count.ShouldBeGreaterThan(3);
            results.Count.ShouldBeGreaterThan(1);
            Entries(temporary).ShouldNotBeEmpty("a killed process leaves its folder of temporary files");
            using var last = new ServerProcess(data);
            var (again, credentials) = await last.ReadyAsync();
            using (again)
            {
                await CheckAsync(again, credentials, uploaded, results);
            }

            string[] Left() => [.. Entries(temporary).Where(entry => !entry.StartsWith($"{last.Id}-", StringComparison.Ordinal))];
            for (var i = 0; i < 300 && Left().Length > 0; i++)
                await Task.Delay(100);
            Left().ShouldBeEmpty("what a crash left is swept");
            (await last.StopAsync()).ShouldBe(0, "a graceful stop");
            Entries(temporary).ShouldBeEmpty("a process that ends takes its own away");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task An_analysis_that_is_killed_is_begun_again_and_ends()
    {
        var data = Directory.CreateTempSubdirectory("cutis-crash-").FullName;
        (string, string)[] settings = [("CUTIS__ANALYSIS__LEASE", "00:00:01"), ("CUTIS__ANALYSIS__ATTEMPTS", "20")];
        var photo = File.ReadAllBytes(Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg"));
        var images = new List<string>();
        try
        {
            for (var round = 0; round < 3; round++)
            {
                using var process = new ServerProcess(data, settings);
                var (client, known) = await process.ReadyAsync();
                using (client)
                {
                    for (var i = 0; i < 2; i++)
                    {
                        using var body = new ByteArrayContent(photo);
                        var upload = await client.PostAsync($"/api/v1/companies/{known.CompanyId}/images/", body);
                        images.Add(
                            JsonDocument.Parse(await upload.Content.ReadAsByteArrayAsync()).RootElement.GetProperty("id").GetString()!
                        );
                        (
                            await client.PostAsync($"/api/v1/companies/{known.CompanyId}/images/{images[^1]}/compute/", null)
                        ).StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
                    }

                    await Task.Delay(200 + (300 * round));
                    process.Kill();
                }
            }

            using var last = new ServerProcess(data, settings);
            var (again, credentials) = await last.ReadyAsync();
            using (again)
            {
                foreach (var image in images)
                {
                    JsonElement job = default;
                    for (var i = 0; i < 600 && (i == 0 || job.GetProperty("status").GetString() is "queued" or "running"); i++)
                    {
                        await Task.Delay(50);
                        job = JsonDocument
                            .Parse(await again.GetByteArrayAsync($"/api/v1/companies/{credentials.CompanyId}/images/{image}/compute/"))
                            .RootElement;
                    }

                    job.GetProperty("status").GetString().ShouldBe("done", job.ToString());
                    (await MasksAsync(again, credentials, Guid.Parse(image), "lines"))[0]
                        .GetProperty("error")
                        .ValueKind.ShouldBe(JsonValueKind.Null);
                }
            }

            (await last.StopAsync()).ShouldBe(0, "a graceful stop");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_first_start_that_is_killed_can_be_repeated()
    {
        for (var wait = 300; wait <= 2700; wait += 600)
        {
            var data = Directory.CreateTempSubdirectory("cutis-crash-").FullName;
            try
            {
                using (var process = new ServerProcess(data))
                {
                    await Task.Delay(wait);
                    process.Kill();
                }

                using var again = new ServerProcess(data);
                var (client, known) = await again.ReadyAsync();
                using (client)
                {
                    var answers = await MasksAsync(client, known, known.DemoImageId, "pores");
                    (await client.GetAsync(answers[0].GetProperty("masked_image_url").GetString())).EnsureSuccessStatusCode();
                }
            }
            finally
            {
                Directory.Delete(data, recursive: true);
            }
        }
    }

    private static async Task WorkAsync(
        HttpClient client,
        Credentials known,
        ConcurrentDictionary<Guid, string> uploaded,
        ConcurrentDictionary<Guid, int> results,
        int seed,
        CancellationToken stop
    )
    {
        var random = new Random(seed);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var photo = Photos.Png(400, 300, (byte)random.Next(256));
                var answer = await client.PostAsync($"/api/v1/companies/{known.CompanyId}/images/", new ByteArrayContent(photo), stop);
                answer.EnsureSuccessStatusCode();
                var id = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stop)).RootElement.GetProperty("id").GetGuid();
                uploaded[id] = Convert.ToHexStringLower(SHA256.HashData(photo));
                var shapes = random.Next(1, 400);
                var points = string.Join(',', Enumerable.Range(0, shapes).Select(_ => $"[{random.Next(400)},{random.Next(300)},3]"));
                var result = $$"""
                    {"algorithm_tech_name":"pores","masks_original":[{"mask_type":"point_mask",
                    "features":[{"geometry":{"type":"MultiPoint","coordinates":[{{points}}]} }]}]}
                    """;
                answer = await client.PutAsync(
                    $"/api/v1/companies/{known.CompanyId}/images/{id}/results/pores/",
                    TestServer.Json(result),
                    stop
                );
                answer.EnsureSuccessStatusCode();
                results[id] = shapes;
                var masks = await MasksAsync(client, known, id, "pores");
                await client.GetByteArrayAsync(masks[0].GetProperty("masked_image_url").GetString(), stop);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                return;
            }
        }
    }

    private static async Task CheckAsync(
        HttpClient client,
        Credentials known,
        IDictionary<Guid, string> uploaded,
        IDictionary<Guid, int> results
    )
    {
        foreach (var (id, digest) in uploaded)
        {
            var image = JsonDocument.Parse(await client.GetByteArrayAsync($"/api/v1/companies/{known.CompanyId}/images/{id}/")).RootElement;
            var photo = await client.GetByteArrayAsync(image.GetProperty("urls").GetProperty("original").GetString());
            Convert.ToHexStringLower(SHA256.HashData(photo)).ShouldBe(digest);
        }

        foreach (var (id, shapes) in results)
        {
            var answer = (await MasksAsync(client, known, id, "pores"))[0];
            answer.GetProperty("feedback").GetProperty("shapes").GetInt32().ShouldBe(shapes);
            Whole(await client.GetByteArrayAsync(answer.GetProperty("masked_image_url").GetString()));
        }

        // And whatever else is listed is whole, though nobody was told of it.
        var page = JsonDocument
            .Parse(await client.GetByteArrayAsync($"/api/v1/companies/{known.CompanyId}/images/?page_size=100"))
            .RootElement;
        foreach (var image in page.GetProperty("results").EnumerateArray())
            Whole(await client.GetByteArrayAsync(image.GetProperty("urls").GetProperty("original").GetString()));
    }

    private static string[] Entries(string folder) =>
        [.. Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(entry => Path.GetRelativePath(folder, entry))];

    private static void Whole(byte[] picture) =>
        Photo.TryOpen(picture, new PhotoLimits(), out _, out var error).ShouldBeTrue(error?.Message);

    private static async Task<JsonElement[]> MasksAsync(HttpClient client, Credentials known, Guid image, string algorithm)
    {
        var answer = await client.PostAsync(
            $"/service/rasterisation/v4/masks/?company_id={known.CompanyId}",
            TestServer.Json($$"""{"image_id":"{{image}}","masks":[{"algorithm_tech_name":"{{algorithm}}"}]}""")
        );
        answer.EnsureSuccessStatusCode();
        return [.. JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement.EnumerateArray()];
    }
}
