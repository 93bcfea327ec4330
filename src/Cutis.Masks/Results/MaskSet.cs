using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>
/// The masks of a result for one photo, and the JSON that they are: without white space, in UTF-8. The JSON is what is stored, under its
/// digest, and what keys that the masks do not have stay in; whoever draws takes the masks.
/// </summary>
public sealed class MaskSet
{
    private MaskSet(ImmutableArray<Mask> masks, ReadOnlyMemory<byte> json) => (Masks, Json) = (masks, json);

    /// <summary>The masks, in order.</summary>
    public ImmutableArray<Mask> Masks { get; }

    /// <summary>A JSON list of them; the same masks have the same bytes, however they were sent.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Masks of our own.</summary>
    public static MaskSet Create(ImmutableArray<Mask> masks)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            MaskWriter.Write(json, masks);
        return new MaskSet(masks, buffer.ToArray());
    }

    /// <summary>Masks that were read from a list.</summary>
    internal static MaskSet Create(ImmutableArray<Mask> masks, JsonElement list) => new(masks, JsonSerializer.SerializeToUtf8Bytes(list));

    /// <summary>Masks of a result that is refused, so that nobody will ask for their JSON.</summary>
    internal static MaskSet Refused { get; } = new([], default);
}
