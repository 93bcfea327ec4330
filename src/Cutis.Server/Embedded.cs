using System.Reflection;

namespace Cutis.Server;

/// <summary>Files that are built into the server.</summary>
internal static class Embedded
{
    /// <summary>The names of those that begin so, in order.</summary>
    public static IEnumerable<string> Names(string prefix) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>A file, or null when it is not there.</summary>
    public static byte[]? Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null) return null;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
