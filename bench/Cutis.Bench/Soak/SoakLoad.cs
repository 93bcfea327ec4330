using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Cutis.Bench.Soak;

/// <summary>
/// What clients do all day: uploads, restored photos, results, masks, SVG, analyses, lists and erasures, mixed at random.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="photos">Files to upload.</param>
/// <param name="masks">Masks to store and draw.</param>
internal sealed class SoakLoad(BenchServer server, IReadOnlyList<byte[]> photos, IReadOnlyList<BenchMask> masks)
{
    // Older images are erased beyond these.
    private const int MaxImages = 40;
    private readonly ConcurrentDictionary<string, byte> _images = [];
    private readonly string _path = $"/api/v1/companies/{server.Company}/images/";

    /// <summary>What was done, with the milliseconds of each.</summary>
    public SoakTally Tally { get; } = new();

    /// <summary>One of everything, so that all code is there.</summary>
    public async Task WarmUpAsync()
    {
        var random = new Random(0);
        foreach (var photo in photos)
            await UploadAsync(photo);
        for (var i = 0; i < masks.Count; i++)
            await PutResultAsync(random);
        await MasksAsync(random, isSvg: false);
        await MasksAsync(random, isSvg: true);
        await AnalyseAsync(random);
        await EraseAsync();
    }

    /// <summary>Works until stopped.</summary>
    public async Task WorkAsync(int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await StepAsync(random);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                Tally.Fail(e.Message);
            }
        }
    }

    private Task StepAsync(Random random)
    {
        if (_images.Count > MaxImages)
            return EraseAsync();
        if (_images.Count < 5)
            return UploadAsync(photos[random.Next(photos.Count)]);
        return random.Next(100) switch
        {
            < 15 => UploadAsync(photos[random.Next(photos.Count)]),
            < 20 => RestoreAsync(random),
            < 45 => PutResultAsync(random),
            < 75 => MasksAsync(random, isSvg: false),
            < 80 => MasksAsync(random, isSvg: true),
            < 86 => AnalyseAsync(random),
            < 92 => ListAsync(),
            _ => EraseAsync(),
        };
    }

    private async Task UploadAsync(byte[] photo)
    {
        var answer = await SendAsync("upload", HttpMethod.Post, _path, new ByteArrayContent(photo));
        if (answer is not null)
            _images[Id(answer)] = 0;
    }

    private async Task RestoreAsync(Random random) =>
        await SendAsync(
            "restored photo",
            HttpMethod.Put,
            $"{_path}{Any(random)}/restored/",
            new ByteArrayContent(photos[random.Next(photos.Count)])
        );

    private async Task PutResultAsync(Random random)
    {
        var (name, mask) = Mask(random);
        var result = $"{{\"algorithm_tech_name\":\"{name}\",\"masks_original\":{mask.Json}}}";
        await SendAsync(
            "result",
            HttpMethod.Put,
            $"{_path}{Any(random)}/results/{name}/",
            new StringContent(result, Encoding.UTF8, "application/json")
        );
    }

    private async Task MasksAsync(Random random, bool isSvg)
    {
        var image = Any(random);
        var names = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Mask(random).Name).Distinct().ToArray();
        var body = JsonSerializer.Serialize(
            new
            {
                image_id = image,
                masks = names.Select(name => new
                {
                    algorithm_tech_name = name,
                    polyline_line_thickness = Math.Round(0.002 + (random.Next(50) / 10_000.0), 4),
                }),
            }
        );
        var path = isSvg ? "/service/rasterisation/v5/svg_masks/" : "/service/rasterisation/v4/masks/";
        var answer = await SendAsync(
            isSvg ? "masks, SVG" : "masks",
            HttpMethod.Post,
            $"{path}?company_id={server.Company}",
            new StringContent(body, Encoding.UTF8, "application/json")
        );
        if (answer is null)
            return;
        using var document = JsonDocument.Parse(answer);
        var entries = isSvg ? document.RootElement.GetProperty("results") : document.RootElement;
        foreach (var entry in entries.EnumerateArray())
        {
            foreach (var property in entry.EnumerateObject())
            {
                if (property.Name.EndsWith("_url", StringComparison.Ordinal) && property.Value.ValueKind == JsonValueKind.String)
                    await SendAsync(isSvg ? "picture, SVG" : "picture", HttpMethod.Get, property.Value.GetString()!);
            }
        }
    }

    private async Task AnalyseAsync(Random random)
    {
        var image = Any(random);
        if (await SendAsync("analysis", HttpMethod.Post, $"{_path}{image}/compute/") is null)
            return;
        await SendAsync("state of an analysis", HttpMethod.Get, $"{_path}{image}/compute/");
    }

    private async Task ListAsync() => await SendAsync("list", HttpMethod.Get, $"{_path}?page_size=50");

    private async Task EraseAsync()
    {
        var image = _images.Keys.FirstOrDefault();
        if (image is null || !_images.TryRemove(image, out _))
            return;
        await SendAsync("erasure", HttpMethod.Delete, $"{_path}{image}/");
    }

    private string Any(Random random) => _images.Keys.ElementAtOrDefault(random.Next(Math.Max(1, _images.Count))) ?? Guid.Empty.ToString();

    private (string Name, BenchMask Mask) Mask(Random random)
    {
        var mask = masks[random.Next(masks.Count)];
        return (mask.Name.Replace(' ', '_').Replace(",", "", StringComparison.Ordinal), mask);
    }

    private static string Id(byte[] answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.GetProperty("id").GetString()!;
    }

    // The body of a success, else null.
    private async Task<byte[]?> SendAsync(string what, HttpMethod method, string path, HttpContent? body = null)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await server.Client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        Tally.Add(what, (int)response.StatusCode, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return response.IsSuccessStatusCode ? answer : null;
    }
}
