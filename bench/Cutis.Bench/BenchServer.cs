using System;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Cutis.Bench;

/// <summary>A server of its own, with a data folder that goes with it.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _executable;
    private readonly (string Name, string Value)[] _settings;

    private BenchServer(
        Process process,
        string executable,
        (string, string)[] settings,
        string data,
        string url,
        string company,
        string token
    )
    {
        (_process, _executable, _settings, Data, Url, Company) = (process, executable, settings, data, url, company);
        Client = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(5) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>With the token of the company.</summary>
    public HttpClient Client { get; }

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    public string Url { get; }

    /// <summary>The company of the token.</summary>
    public string Company { get; }

    /// <summary>Resident memory now, in bytes.</summary>
    public long MemoryBytes => Status("VmRSS");

    /// <summary>The most resident memory at any time, in bytes.</summary>
    public long PeakBytes => Status("VmHWM");

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="executable">The path of cutis.dll.</param>
    /// <param name="settings">Settings besides the usual ones.</param>
    public static Task<BenchServer> StartAsync(string executable, params (string Name, string Value)[] settings) =>
        StartAsync(executable, Directory.CreateTempSubdirectory("cutis-bench-").FullName, settings);

    /// <summary>Stops this one, and starts another on the same data.</summary>
    /// <param name="change">What is done to the data in between.</param>
    public async Task<BenchServer> AgainAsync(Action<string> change)
    {
        await StopAsync();
        change(Data);
        return await StartAsync(_executable, Data, _settings);
    }

    private static async Task<BenchServer> StartAsync(string executable, string data, (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [executable]) { UseShellExecute = false, RedirectStandardOutput = true };
        (start.Environment["CUTIS_DATA"], start.Environment["CUTIS_URLS"]) = (data, "http://127.0.0.1:0");
        // The line with the URL is not JSON then.
        start.Environment["CUTIS__LOG__FORMAT"] = "text";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        var url = "";
        while (url.Length == 0)
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start");
            if (line.StartsWith("Cutis is at ", StringComparison.Ordinal))
                url = line["Cutis is at ".Length..].Split(',')[0];
        }

        // Nobody reads the log; it must not fill its pipe, nor this process.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        using var known = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(data, "credentials.json")));
        string Known(string key) => known.RootElement.GetProperty(key).GetString()!;
        return new BenchServer(process, executable, settings, data, url, Known("company_id"), Known("private_token"));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Data, recursive: true);
    }

    private async Task StopAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(string.Concat(line.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture) << 10;
    }
}
