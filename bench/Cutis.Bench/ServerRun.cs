using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cutis.Bench;

/// <summary>The same work through a server of its own: upload, store five results, ask for five masks, fetch five pictures at once.</summary>
internal static class ServerRun
{
    /// <summary>Measures a server of its own: its first answer, its memory, and what it does under load.</summary>
    public static async Task<ServerFigures> MeasureAsync(string executable, byte[] photo, IReadOnlyList<BenchMask> benchMasks, string folder)
    {
        var masks = benchMasks.Select(mask => (Name: mask.Name.Replace(' ', '_').Replace(",", "", StringComparison.Ordinal), mask.Json)).ToArray();
        var data = Directory.CreateTempSubdirectory("cutis-bench-").FullName;
        var start = new ProcessStartInfo("dotnet", [executable]) { UseShellExecute = false, RedirectStandardOutput = true };
        (start.Environment["CUTIS_DATA"], start.Environment["CUTIS_URLS"]) = (data, "http://127.0.0.1:0");
        start.Environment["CUTIS__RASTERISATION__RENDERCACHEBYTES"] = "0";
        start.Environment["CUTIS__LOG__FORMAT"] = "text";
        using var server = Process.Start(start)!;
        var url = "";
        while (url.Length == 0)
        {
            var line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start");
            if (line.StartsWith("Cutis is at ", StringComparison.Ordinal)) url = line["Cutis is at ".Length..].Split(',')[0];
        }

        // Nobody reads the log; it must not fill its pipe.
        _ = server.StandardOutput.ReadToEndAsync();
        using var known = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(data, "credentials.json")));
        string Known(string key) => known.RootElement.GetProperty(key).GetString()!;
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Known("private_token"));
        var images = $"/api/v1/companies/{Known("company_id")}/images/";
        var image = (await SendAsync(client, HttpMethod.Post, images, new ByteArrayContent(photo))).GetProperty("id").GetString();
        foreach (var (name, json) in masks)
        {
            var result = $"{{\"algorithm_tech_name\":\"{name}\",\"masks_original\":{json}}}";
            await SendAsync(client, HttpMethod.Put, $"{images}{image}/results/{name}/", new StringContent(result, Encoding.UTF8, "application/json"));
        }

        var began = Stopwatch.GetTimestamp();
        var body = JsonSerializer.Serialize(new { image_id = image, masks = masks.Select(m => new { algorithm_tech_name = m.Name }) });
        var answers = await SendAsync(client, HttpMethod.Post, $"/service/rasterisation/v4/masks/?company_id={Known("company_id")}", new StringContent(body));
        var addresses = answers.EnumerateArray().Select(a => new Uri(a.GetProperty("masked_image_url").GetString()!)).ToArray();
        await Task.WhenAll(addresses.Select(client.GetByteArrayAsync));
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var peak = double.Parse(Memory.Peak($"/proc/{server.Id}/status"), CultureInfo.InvariantCulture) / 1024;
        var script = Path.Combine(folder, "wrk.lua");
        await File.WriteAllTextAsync(script, $"local paths = {{{string.Join(',', addresses.Select(a => $"\"{a.PathAndQuery}\""))}}}\nlocal i = 0\nfunction request() i = i + 1 return wrk.format('GET', paths[i % #paths + 1]) end\n");
        Load(script, url, 4, 5);
        var busy = Load(script, url, 4, 15);
        var quiet = Load(script, url, 1, 10);
        server.Kill();
        await server.WaitForExitAsync();
        Directory.Delete(data, recursive: true);
        return new ServerFigures(took, peak, busy.PerSecond, busy.Median, busy.P99, quiet.P99);
    }

    private static (double PerSecond, double Median, double P99) Load(string script, string url, int connections, int seconds)
    {
        var said = Encoding.ASCII.GetString(Tools.Run("wrk", "-t1", $"-c{connections}", $"-d{seconds}", "--latency", "-s", script, url));
        double Value(string label)
        {
            var word = said[(said.IndexOf(label, StringComparison.Ordinal) + label.Length)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0];
            var number = double.Parse(new string([.. word.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]), CultureInfo.InvariantCulture);
            return word.EndsWith("ms", StringComparison.Ordinal) || label.StartsWith("Req", StringComparison.Ordinal) ? number : word.EndsWith("us", StringComparison.Ordinal) ? number / 1000 : number * 1000;
        }

        return (Value("Requests/sec:"), Value("\n     50%"), Value("\n     99%"));
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode ? JsonDocument.Parse(answer).RootElement : throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
    }
}

/// <summary>Peak memory as Linux tells it.</summary>
internal static class Memory
{
    /// <summary>VmHWM in KiB.</summary>
    public static string Peak(string status) =>
        string.Concat(File.ReadLines(status).Single(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Where(char.IsAsciiDigit));
}
