using System.Diagnostics;
using Cutis.Server.Demo;

namespace Cutis.Server.Tests;

/// <summary>The executable as a process of its own, which can be killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    public ServerProcess(string data, params string[] arguments)
        : this(data, [], arguments)
    {
    }

    public ServerProcess(string data, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "cutis.dll"), .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["CUTIS_DATA"] = data;
        start.Environment["CUTIS_URLS"] = "http://127.0.0.1:0";
        start.Environment["CUTIS__RATELIMIT__PERMINUTE"] = "0";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Data = data;
    }

    public string Data { get; }

    public string Output
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    /// <summary>The most memory that the process had of the machine at any time, in bytes.</summary>
    public long PeakBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Waits until the server answers, and gives a client with its token.</summary>
    public async Task<(HttpClient Client, Credentials Known)> ReadyAsync()
    {
        for (var i = 0; i < 2400; i++)
        {
            var at = Output.IndexOf("Cutis is at http", StringComparison.Ordinal);
            if (at >= 0)
            {
                var known = Credentials.Read(Data)!;
                var client = new HttpClient { BaseAddress = new Uri(Output[(at + 12)..].Split(',')[0]) };
                client.DefaultRequestHeaders.Authorization = new("Bearer", known.PrivateToken);
                return (client, known);
            }

            _process.HasExited.ShouldBeFalse(Output);
            await Task.Delay(50);
        }

        throw new TimeoutException(Output);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var term = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return await ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
    }
}
