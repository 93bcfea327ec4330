namespace Cutis.Architecture.Tests;

/// <summary>What files look like.</summary>
public class SourceTests
{
    private const int MaxLines = 300;
    private const int MaxWidth = 140;

    [Fact]
    public void Files_have_300_lines_at_most() =>
        Sources.Of(Path.Combine(House.Root, "src")).Where(file => File.ReadLines(file).Count() > MaxLines).ShouldBeEmpty();

    [Fact]
    public void There_are_no_drawers_for_everything() =>
        Directory
            .EnumerateDirectories(Path.Combine(House.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(folder => Path.GetFileName(folder) is "Services" or "Helpers" or "Utils" or "Common" or "Managers" or "Extensions")
            .Where(folder => !folder.Contains("node_modules", StringComparison.Ordinal))
            .ShouldBeEmpty();

    // Only those that ImageUrls signs carry the access epoch and can be listed and revoked.
    [Fact]
    public void Urls_of_images_are_signed_in_one_place() =>
        Sources
            .Of(Path.Combine(House.Root, "src"))
            .Where(file => File.ReadAllText(file).Contains("signer.Sign(", StringComparison.Ordinal))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ToArray()
            .ShouldBe(["ImageUrls.cs", "UploadTargets.cs"], customMessage: "use ImageUrls.Sign; uploads alone have no image yet");

    [Fact]
    public void Lines_have_140_characters_at_most() =>
        new[] { "clients", "src", "tests", "bench" }
            .SelectMany(folder => Sources.Of(Path.Combine(House.Root, folder)))
            .SelectMany(file =>
                File.ReadLines(file).Select((line, i) => (Line: line, Place: $"{Path.GetRelativePath(House.Root, file)}:{i + 1}"))
            )
            .Where(l => l.Line.Length > MaxWidth)
            .Select(l => l.Place)
            .ShouldBeEmpty();
}
