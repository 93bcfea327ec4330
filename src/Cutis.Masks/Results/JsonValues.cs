namespace Cutis.Masks.Results;

/// <summary>Counts the values of a JSON text without parsing it.</summary>
/// <remarks>
/// A parsed document holds several times the bytes of its text where values are short, so that they are counted before memory is
/// taken for them.
/// </remarks>
public static class JsonValues
{
    /// <summary>The values in a text, or a few more: a comma or a bracket within a string counts too.</summary>
    /// <param name="utf8">JSON in UTF-8.</param>
    public static long CountAtMost(ReadOnlySpan<byte> utf8) =>
        1L + utf8.Count((byte)',') + utf8.Count((byte)':') + utf8.Count((byte)'[') + utf8.Count((byte)'{');
}
