using System;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Cutis.Server.Tests;

/// <summary>The README's walk, run as it stands by a shell in a folder with <c>run</c>, <c>data</c> and <c>selfie.jpg</c>.</summary>
public class ReadmeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-readme-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_walk_gives_a_picture_or_says_why_not_and_always_ends()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(OpenApi.Root, "README.md"));
        var blocks = Regex
            .Matches(readme, "```sh\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10))
            .Select(m => m.Groups["text"].Value)
            .ToArray();
        var walk = blocks.Single(b => b.Contains("./run upload", StringComparison.Ordinal));
        var calls = blocks.Single(b => b.Contains("compute/", StringComparison.Ordinal));
        foreach (var block in new[] { walk, calls })
        foreach (var tool in new[] { "sed", "grep", "jq", "until" })
            block.ShouldNotContain($"{tool} ");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "run"),
            $"#!/bin/sh\nCUTIS_DATA=data exec dotnet '{Path.Combine(AppContext.BaseDirectory, "cutis.dll")}' \"$@\"\n"
        );
        File.SetUnixFileMode(Path.Combine(_folder, "run"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        using var server = new ServerProcess(Path.Combine(_folder, "data"));
        var (client, _) = await server.ReadyAsync();
        using (client)
        {
            File.Copy(Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg"), Path.Combine(_folder, "selfie.jpg"));
            var good = await ShellAsync(walk + "\n" + calls);
            good.ShouldContain("was analysed in");
            good.ShouldContain("masked_image_url");
            good.ShouldContain("\"status\":");

            await File.WriteAllTextAsync(Path.Combine(_folder, "selfie.jpg"), "no photo");
            var refused = await ShellAsync(walk);
            refused.ShouldContain("selfie.jpg was refused (415):");
            refused.ShouldNotContain("masked_image_url");

            await File.WriteAllBytesAsync(Path.Combine(_folder, "selfie.jpg"), Photos.GreyPng);
            var faceless = await ShellAsync(walk);
            faceless.ShouldContain("no face was found in it");
            faceless.ShouldNotContain("masked_image_url");

            File.Delete(Path.Combine(_folder, "selfie.jpg"));
            (await ShellAsync(walk)).ShouldContain("selfie.jpg does not exist, or this user may not see it.");
        }

        (await server.StopAsync()).ShouldBe(0);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "selfie.jpg"), Photos.GreyPng);
        (await ShellAsync(walk)).ShouldContain("No server answers at http://127.0.0.1:");
    }

    private async Task<string> ShellAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("CUTIS_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        using var shell = Process.Start(start)!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(180));
        return await output + await error;
    }
}
