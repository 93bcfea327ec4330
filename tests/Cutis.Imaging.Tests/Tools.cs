using System.Diagnostics;

namespace Cutis.Imaging.Tests;

/// <summary>Runs programs that we did not write: the test script installs them.</summary>
internal static class Tools
{
    /// <summary>
    /// Runs a program with bytes on its input; fails the test unless it exits with 0, or one of the codes given, and, when asked for, says
    /// nothing.
    /// </summary>
    public static byte[] Run(
        string program,
        IEnumerable<string> arguments,
        byte[]? input = null,
        bool silent = false,
        int[]? exitCodes = null
    )
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        var errors = process.StandardError.ReadToEndAsync();
        var feed = Task.Run(() =>
        {
            try
            {
                if (input is not null)
                    process.StandardInput.BaseStream.Write(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // The program had read enough.
            }
        });
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        feed.GetAwaiter().GetResult();
        process.WaitForExit();
        var said = errors.GetAwaiter().GetResult();
        process.ExitCode.ShouldBeOneOf(exitCodes ?? [0], $"{program} {string.Join(' ', arguments)}: {said}");
        if (silent)
            said.Trim().ShouldBe("", $"{program} {string.Join(' ', arguments)}");
        return output.ToArray();
    }

    /// <summary>A new folder, deleted with the test.</summary>
    public static TemporaryFolder Folder() => new();
}

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cutis-test-").FullName;

    public string File(string name, byte[] content)
    {
        var path = System.IO.Path.Combine(Path, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
