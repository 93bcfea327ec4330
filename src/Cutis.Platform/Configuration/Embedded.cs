using System.Reflection;

namespace Cutis.Platform.Configuration;

/// <summary>Files that are built into an assembly.</summary>
/// <param name="assembly">The assembly.</param>
internal sealed class Embedded(Assembly assembly)
{
    /// <summary>Those of this assembly.</summary>
    public static Embedded Own { get; } = new(typeof(Embedded).Assembly);

    /// <summary>The names of those that begin so, in order.</summary>
    public IEnumerable<string> Names(string prefix) =>
        assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>A file, or null when it is not there.</summary>
    public byte[]? Read(string name)
    {
        using var stream = assembly.GetManifestResourceStream(name);
        if (stream is null)
            return null;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
