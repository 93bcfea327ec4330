using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cutis.Bench;

/// <summary>The same work through a server of its own: upload, store five results, ask for five masks, fetch five pictures at once.</summary>
internal static class ServerRun
{
    /// <summary>Milliseconds from the request for masks to the last byte of the last picture, and the server's peak memory in MB.</summary>
    public static async Task<(double Milliseconds, double Megabytes)> MeasureAsync(string executable, byte[] photo, IReadOnlyList<(string Name, string Json)> masks)
    {
        var data = Directory.CreateTempSubdirectory("cutis-bench-").FullName;
        var start = new ProcessStartInfo("dotnet", [executable]) { UseShellExecute = false, RedirectStandardOutput = true };
        (start.Environment["CUTIS_DATA"], start.Environment["CUTIS_URLS"]) = (data, "http://127.0.0.1:0");
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
        await Task.WhenAll(answers.EnumerateArray().Select(a => client.GetByteArrayAsync(new Uri(a.GetProperty("masked_image_url").GetString()!))));
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var peak = double.Parse(Memory.Peak($"/proc/{server.Id}/status"), CultureInfo.InvariantCulture) / 1024;
        server.Kill();
        await server.WaitForExitAsync();
        Directory.Delete(data, recursive: true);
        return (took, peak);
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
