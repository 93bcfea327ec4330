using System;
using System.Text.RegularExpressions;

namespace Cutis.Server.Tests.Clients;

/// <summary>What the guide and the table of endpoints say is what there is.</summary>
public sealed partial class GuideTextTests
{
    private static readonly string Docs = Path.Combine(OpenApi.Root, "docs");

    [Fact]
    public async Task The_steps_of_the_guide_are_lines_of_its_example()
    {
        var example = await File.ReadAllLinesAsync(Path.Combine(Docs, "guide/examples/flow.sh"));
        var guide = await File.ReadAllTextAsync(Path.Combine(Docs, "guide/README.md"));
        // The first block is how to run it.
        var blocks = Block().Matches(guide).Skip(1).ToList();
        blocks.Count.ShouldBeGreaterThan(5);
        foreach (var line in blocks.SelectMany(b => b.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
            example.ShouldContain(line);
    }

    [Fact]
    public async Task Every_endpoint_that_the_table_has_is_there()
    {
        var there = (
            from path in OpenApi.Document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            select $"{method.Name.ToUpperInvariant()} {Parameter().Replace(path.Name, "{}")}"
        ).ToHashSet(StringComparer.Ordinal);
        // It is a WebSocket, which OpenAPI does not describe.
        there.Add("GET /notifications/");
        var rows = (await File.ReadAllLinesAsync(Path.Combine(Docs, "migrating.md"))).Where(line => line.Contains("| yes |")).ToList();
        rows.Count.ShouldBeGreaterThan(15);
        foreach (var endpoint in rows.SelectMany(row => Endpoint().Matches(row.Split('|')[1])).Select(m => m.Groups["text"].Value))
            there.ShouldContain(Parameter().Replace(endpoint, "{}"));
    }

    [GeneratedRegex("```sh\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Block();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"\{[a-z_]+\}", RegexOptions.None, 10_000)]
    private static partial Regex Parameter();
}
