namespace Cutis.Architecture.Tests;

/// <summary>The C# files of the repository.</summary>
internal static class Sources
{
    /// <summary>All below a folder but for what a build makes.</summary>
    public static IEnumerable<string> Of(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(f =>
                !f.Contains("node_modules", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            );
}
