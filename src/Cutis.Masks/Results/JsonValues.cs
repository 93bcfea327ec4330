namespace Cutis.Masks.Results;

/// <summary>Counts the values of a JSON text without parsing it.</summary>
/// <remarks>
/// A parsed document can need several times the bytes of its text, so that values are counted before memory is allocated for them.
/// </remarks>
public static class JsonValues
{
    /// <summary>The number of values in a text, or slightly more: commas and brackets within strings count too.</summary>
    /// <param name="utf8">JSON in UTF-8.</param>
    public static long CountAtMost(ReadOnlySpan<byte> utf8) =>
        1L + utf8.Count((byte)',') + utf8.Count((byte)':') + utf8.Count((byte)'[') + utf8.Count((byte)'{');
}
