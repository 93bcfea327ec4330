using System;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cutis.Bench;

/// <summary>
/// The same work through a server of its own: upload, store five results, ask for five masks, fetch five pictures at once.
/// </summary>
internal static class ServerRun
{
    /// <summary>Measures a server of its own: its first answer, its memory, and what it does under load.</summary>
    public static async Task<ServerFigures> MeasureAsync(
        string executable,
        byte[] photo,
        IReadOnlyList<BenchMask> benchMasks,
        string folder
    )
    {
        var masks = benchMasks
            .Select(mask => (Name: mask.Name.Replace(' ', '_').Replace(",", "", StringComparison.Ordinal), mask.Json))
            .ToArray();
        await using var server = await BenchServer.StartAsync(executable, ("CUTIS__RASTERISATION__RENDERCACHEBYTES", "0"));
        var (client, url) = (server.Client, server.Url);
        var images = $"/api/v1/companies/{server.Company}/images/";
        var image = (await SendAsync(client, HttpMethod.Post, images, new ByteArrayContent(photo))).GetProperty("id").GetString();
        foreach (var (name, json) in masks)
        {
            var result = $"{{\"algorithm_tech_name\":\"{name}\",\"masks_original\":{json}}}";
            await SendAsync(
                client,
                HttpMethod.Put,
                $"{images}{image}/results/{name}/",
                new StringContent(result, Encoding.UTF8, "application/json")
            );
        }

        var began = Stopwatch.GetTimestamp();
        var body = JsonSerializer.Serialize(new { image_id = image, masks = masks.Select(m => new { algorithm_tech_name = m.Name }) });
        var answers = await SendAsync(
            client,
            HttpMethod.Post,
            $"/service/rasterisation/v4/masks/?company_id={server.Company}",
            new StringContent(body)
        );
        var urls = answers.EnumerateArray().Select(a => new Uri(a.GetProperty("masked_image_url").GetString()!)).ToArray();
        await Task.WhenAll(urls.Select(client.GetByteArrayAsync));
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var peak = server.PeakBytes / 1024.0 / 1024;
        var script = Path.Combine(folder, "wrk.lua");
        await File.WriteAllTextAsync(
            script,
            $$"""
            local paths = {{{string.Join(',', urls.Select(url => $"\"{url.PathAndQuery}\""))}}}
            local i = 0
            function request() i = i + 1 return wrk.format('GET', paths[i % #paths + 1]) end

            """
        );
        Load(script, url, 4, 5);
        var busy = Load(script, url, 4, 15);
        var quiet = Load(script, url, 1, 10);
        return new ServerFigures(took, peak, busy.PerSecond, busy.Median, busy.P99, quiet.P99);
    }

    private static (double PerSecond, double Median, double P99) Load(string script, string url, int connections, int seconds)
    {
        var said = Encoding.ASCII.GetString(Tools.Run("wrk", "-t1", $"-c{connections}", $"-d{seconds}", "--latency", "-s", script, url));
        double Value(string label)
        {
            var word = said[(said.IndexOf(label, StringComparison.Ordinal) + label.Length)..]
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0];
            var number = double.Parse(new string([.. word.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]), CultureInfo.InvariantCulture);
            return word.EndsWith("ms", StringComparison.Ordinal) || label.StartsWith("Req", StringComparison.Ordinal) ? number
                : word.EndsWith("us", StringComparison.Ordinal) ? number / 1000
                : number * 1000;
        }

        return (Value("Requests/sec:"), Value("\n     50%"), Value("\n     99%"));
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(answer).RootElement
            : throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
    }
}

/// <summary>Peak memory as Linux tells it.</summary>
internal static class AlignedMemory
{
    /// <summary>VmHWM in KiB.</summary>
    public static string Peak(string status) =>
        string.Concat(File.ReadLines(status).Single(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Where(char.IsAsciiDigit));
}
