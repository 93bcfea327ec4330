using System;
using System.Diagnostics;
using System.Xml.Linq;

namespace Cutis.Server.Tests.Clients;

/// <summary>The examples of the guide, each run as it stands from a login to pictures.</summary>
[Collection(ClientTests.Name)]
public sealed class GuideTests(ClientServer server) : IDisposable
{
    private static readonly string Guide = Path.Combine(OpenApi.Root, "docs/guide");
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-guide-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bash", "flow.sh")]
    [InlineData("python3", "flow.py")]
    [InlineData("node", "flow.mjs")]
    [InlineData("dotnet", "flow.cs")]
    public async Task An_example_walks_from_a_login_to_pictures(string program, string file)
    {
        var photo = Path.Combine(_folder, "photo.jpg");
        await File.WriteAllBytesAsync(photo, ClientServer.Face);
        var example = Path.Combine(Guide, "examples", file);
        if (program == "dotnet")
            example = CSharpProgram.Compile(await File.ReadAllTextAsync(example), _folder);
        var said = await RunAsync(program, example, photo, _folder);
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ")[0])
            .Order(StringComparer.Ordinal)
            .ShouldBe(["lines", "pores", "quality", "redness"]);
        foreach (var mask in new[] { "lines", "redness" })
        {
            var picture = await File.ReadAllBytesAsync(Path.Combine(_folder, $"{mask}.jpg"));
            Photos.Size(picture).ShouldBe(Photos.Size(ClientServer.Face));
            XDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, $"{mask}.svg"))).Root!.Name.LocalName.ShouldBe("svg");
        }

        // It has cleaned up behind itself.
        var tokens = await server.SendAsync("GET", "/api/v1/auth/private_tokens/?q=guide");
        tokens.Json.GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    /// <summary>Runs a program in a folder: what it says. It ends with 0.</summary>
    internal static async Task<string> StartAsync(
        string folder,
        IReadOnlyList<(string Name, string Value)> settings,
        string program,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        process.ExitCode.ShouldBe(0, await output + await error);
        return await output;
    }

    private Task<string> RunAsync(string program, params string[] arguments) =>
        StartAsync(
            _folder,
            [("URL", server.Url.GetLeftPart(UriPartial.Authority)), ("EMAIL", server.Known.Email), ("PASSWORD", server.Known.Password)],
            program,
            arguments
        );
}
