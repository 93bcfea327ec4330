using System;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cutis.Bench.Lists;

/// <summary>How long lists and reads take in a company with many images, and how many requests for masks a second go.</summary>
internal static class ListsRun
{
    /// <summary>The heading of the section.</summary>
    public const string Heading = "## Large companies";

    private const double MostMedian = 50;
    private const double MostMasks = 5;
    private const double LeastPerSecond = 500;
    private const int Requests = 60;

    /// <summary>Measures, and writes the section of docs/benchmarks.md.</summary>
    /// <param name="executable">The path of cutis.dll.</param>
    /// <param name="images">How many images.</param>
    public static async Task<(string Section, bool IsGood)> MeasureAsync(string executable, int images)
    {
        var first = await BenchServer.StartAsync(executable, ("CUTIS__RATELIMIT__PERMINUTE", "0"));
        var place = await Place.MakeAsync(first, await File.ReadAllBytesAsync("src/Cutis.Platform/Demo/photo.jpg"));
        var company = default(LargeCompany);
        Console.WriteLine($"Filling: {images:N0} images …");
        await using var server = await first.AgainAsync(data =>
        {
            company = new LargeCompany(data, place.Image);
            company.Fill(images);
            var objects = Directory.EnumerateDirectories(data, place.Image, SearchOption.AllDirectories).First();
            foreach (var (_, _, image) in Sample(company))
                Copy(objects, Path.Combine(Path.GetDirectoryName(objects)!, image));
        });

        var rows = new List<(string Name, double Median, double Most)>();
        foreach (var (name, paths) in ListPaths.All(server.Company, place, [.. Sample(company!)], images))
        {
            var times = await TimesAsync(paths, path => GetAsync(server.Client, path));
            rows.Add((name, times[times.Count / 2], times[times.Count * 99 / 100]));
            Console.WriteLine($"{rows[^1].Median, 8:0.0} {name}");
        }

        var masks = Sample(company!).Select(i => Ask(server.Company, i.Image)).ToList();
        var one = await TimesAsync(masks, ask => PostAsync(server.Client, ask));
        var perSecond = await LoadAsync(server.Client, masks);
        var isGood = rows.TrueForAll(r => r.Median <= MostMedian) && one[one.Count / 2] <= MostMasks && perSecond >= LeastPerSecond;
        return (Write(images, rows, one, perSecond), isGood);
    }

    private static string Write(int images, List<(string Name, double Median, double Most)> rows, List<double> masks, double perSecond)
    {
        var text = new StringBuilder();
        text.AppendLine(Heading).AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            `bench/lists` fills one company with {images:N0} images and {(long)images
                * LargeCompany.ResultsOfEach:N0} results in SQLite, and asks for
            everything that lists or reads, {Requests} times each, one request after the other, on {Environment.ProcessorCount} cores
            that the client shares.

            - `POST /service/rasterisation/v4/masks/` with five masks: median **{masks[masks.Count / 2]:0.0} ms**; over 8 connections
              **{perSecond:0} requests a second**.

            | | median ms | 99 % within ms |
            | --- | ---: | ---: |
            """
        );
        foreach (var (name, median, most) in rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {median:0.0} | {most:0.0} |");
        return text.ToString();
    }

    private static IEnumerable<(string Subject, string Batch, string Image)> Sample(LargeCompany company)
    {
        var step = Math.Max(1, company.Images.Count / Requests);
        return company.Images.Where((_, i) => i % step == 0).Take(Requests);
    }

    private static async Task<List<double>> TimesAsync<T>(IReadOnlyList<T> items, Func<T, Task> ask)
    {
        foreach (var item in items.Take(5))
            await ask(item);
        var times = new List<double>();
        for (var i = 0; i < Requests; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await ask(items[i % items.Count]);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return times;
    }

    private static async Task<double> LoadAsync(HttpClient client, List<(string Path, string Body)> asks)
    {
        var until = TimeSpan.FromSeconds(10);
        var (done, began) = (0, Stopwatch.GetTimestamp());
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async lane =>
                {
                    for (var i = lane; Stopwatch.GetElapsedTime(began) < until; i++)
                    {
                        await PostAsync(client, asks[i % asks.Count]);
                        Interlocked.Increment(ref done);
                    }
                })
        );
        return done / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static (string Path, string Body) Ask(string company, string image)
    {
        string[] algorithms = ["lines", "pores", "redness", "pigmentation", "acne"];
        var masks = algorithms.Select(name => new { algorithm_tech_name = name });
        var path = $"/service/rasterisation/v4/masks/?company_id={company}";
        return (
            path,
            JsonSerializer.Serialize(
                new
                {
                    image_id = image,
                    image_type = "original",
                    masks,
                }
            )
        );
    }

    private static async Task PostAsync(HttpClient client, (string Path, string Body) ask)
    {
        using var response = await client.PostAsync(ask.Path, new StringContent(ask.Body, Encoding.UTF8, "application/json"));
        await CheckAsync(response, ask.Path);
    }

    private static async Task GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        await CheckAsync(response, path);
    }

    private static async Task CheckAsync(HttpResponseMessage response, string path)
    {
        var answer = await response.Content.ReadAsByteArrayAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
