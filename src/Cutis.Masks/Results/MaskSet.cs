using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>
/// The masks of a result for one photo, and their JSON in UTF-8 without white space. The JSON is stored under its digest and keeps keys
/// that the masks do not have; drawing uses the masks.
/// </summary>
public sealed class MaskSet
{
    private MaskSet(ImmutableArray<Mask> masks, ReadOnlyMemory<byte> json) => (Masks, Json) = (masks, json);

    /// <summary>The masks, in order.</summary>
    public ImmutableArray<Mask> Masks { get; }

    /// <summary>The masks as a JSON list. The same masks have the same bytes however they were sent.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>A set of computed masks.</summary>
    public static MaskSet Create(ImmutableArray<Mask> masks)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            MaskWriter.Write(json, masks);
        return new MaskSet(masks, buffer.ToArray());
    }

    /// <summary>A set of masks that were read from a list.</summary>
    internal static MaskSet Create(ImmutableArray<Mask> masks, JsonElement list) => new(masks, JsonSerializer.SerializeToUtf8Bytes(list));

    /// <summary>The masks of a refused result, whose JSON will never be used.</summary>
    internal static MaskSet Refused { get; } = new([], default);
}
