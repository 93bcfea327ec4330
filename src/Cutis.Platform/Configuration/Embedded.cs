using System.Reflection;

namespace Cutis.Platform.Configuration;

/// <summary>Files embedded in an assembly.</summary>
/// <param name="assembly">The assembly.</param>
internal sealed class Embedded(Assembly assembly)
{
    /// <summary>The files embedded in this assembly.</summary>
    public static Embedded Own { get; } = new(typeof(Embedded).Assembly);

    /// <summary>The names with a prefix, in order.</summary>
    public IEnumerable<string> Names(string prefix) =>
        assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The contents of a file; null when it does not exist.</summary>
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
