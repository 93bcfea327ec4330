using System;
using System.Diagnostics;
using Cutis.Platform.Demo;

namespace Cutis.Server.Tests;

/// <summary>The executable as a process of its own, which can be killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    public ServerProcess(string data, params string[] arguments)
        : this(data, [], arguments) { }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string data, params string[] arguments)
    {
        using var process = new ServerProcess(data, arguments);
        var code = await process.ExitAsync();
        // The last lines may come after the end.
        await Task.Delay(50);
        return (code, process.Output);
    }

    public ServerProcess(string data, (string Name, string Value)[] environment, params string[] arguments)
        : this([], data, environment, arguments) { }

    private ServerProcess(string[] wrapper, string data, (string Name, string Value)[] environment, params string[] arguments)
    {
        string[] line = [.. wrapper, "dotnet", Path.Combine(AppContext.BaseDirectory, "cutis.dll"), .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Of the variables of the tests none is the server's.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("CUTIS_", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["CUTIS_DATA"] = data;
        start.Environment["CUTIS_URLS"] = "http://127.0.0.1:0";
        start.Environment["CUTIS__RATELIMIT__PERMINUTE"] = "0";
        start.Environment["CUTIS__SERVER__DRAIN"] = "00:00:00";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // What is mounted for the process alone is seen through it.
        Data = wrapper.Length == 0 ? data : $"/proc/{_process.Id}/root{data}";
    }

    public string Data { get; }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
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

    /// <summary>A server whose data folder is a disk of its own, of so many MiB, that vanishes with the process.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="options">Of the mount, such as <c>size=32m</c> or <c>ro</c>.</param>
    /// <param name="environment">Settings.</param>
    public static ServerProcess OnDiskOfItsOwn(string folder, string options, params (string Name, string Value)[] environment)
    {
        // Others than root are root in a name space of their own, where they may mount.
        var flags = Environment.UserName == "root" ? "-m" : "-Urm";
        return new ServerProcess(
            ["unshare", flags, "sh", "-c", $"mount -t tmpfs -o {options} tmpfs '{folder}' && exec \"$@\"", "sh"],
            folder,
            environment
        );
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

    /// <summary>SIGTERM, without waiting for the end.</summary>
    public void Terminate()
    {
        using var term = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        term.WaitForExit();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public Task<int> StopAsync()
    {
        Terminate();
        return ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }
}
