using System.Text.Json.Serialization;

namespace Cutis.Platform.Storage;

/// <summary>The position of the face: boxes in fractions of each photo.</summary>
/// <param name="Count">The number of faces in the photo; the largest was analysed.</param>
/// <param name="Original">Its box in the original photo.</param>
/// <param name="Restored">Its box in the restored photo.</param>
internal sealed record StoredFaces(
    [property: JsonPropertyName("Count")] int Count,
    [property: JsonPropertyName("Original")] StoredBox? Original,
    [property: JsonPropertyName("Restored")] StoredBox? Restored
)
{
    /// <summary>How light its skin is; null where that was not measured.</summary>
    [JsonPropertyName("Skin")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredGround? Skin { get; init; }
}

/// <summary>A box in fractions of a photo.</summary>
internal sealed record StoredBox(
    [property: JsonPropertyName("X")] double X,
    [property: JsonPropertyName("Y")] double Y,
    [property: JsonPropertyName("Width")] double Width,
    [property: JsonPropertyName("Height")] double Height
);
