using System.Text.Json.Serialization;

namespace Cutis.Platform.Storage;

/// <summary>Where the face is: boxes as parts of each photo.</summary>
/// <param name="Count">Faces in the photo; the largest was analysed.</param>
/// <param name="Original">Its box in the original photo.</param>
/// <param name="Restored">Its box in the restored photo.</param>
internal sealed record StoredFaces(
    [property: JsonPropertyName("Count")] int Count,
    [property: JsonPropertyName("Original")] StoredBox? Original,
    [property: JsonPropertyName("Restored")] StoredBox? Restored
);

/// <summary>A box as parts of a picture.</summary>
internal sealed record StoredBox(
    [property: JsonPropertyName("X")] double X,
    [property: JsonPropertyName("Y")] double Y,
    [property: JsonPropertyName("Width")] double Width,
    [property: JsonPropertyName("Height")] double Height
);
