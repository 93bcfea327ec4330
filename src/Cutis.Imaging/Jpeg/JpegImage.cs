using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>A decoded JPEG: coefficients as stored, and the metadata that a copy keeps.</summary>
internal sealed class JpegImage
{
    /// <summary>The JFIF segment for a picture that has none: version 1.1, no density, no thumbnail.</summary>
    public static byte[] PlainJfif { get; } = [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0];

    public required JpegFrame Frame { get; init; }

    public required ColourModel Colour { get; init; }

    /// <summary>True when there is an Adobe segment, which a copy keeps.</summary>
    public required bool HasAdobe { get; init; }

    public Orientation Orientation { get; init; }

    /// <summary>Payloads of the APP2 segments of the colour profile, in order.</summary>
    public IReadOnlyList<byte[]> IccSegments { get; init; } = [];

    /// <summary>True when a colour profile was present that a copy cannot keep.</summary>
    public bool HasLostProfile { get; init; }

    /// <summary>Payload of the JFIF segment without its thumbnail; null when there is none.</summary>
    public byte[]? Jfif { get; init; }

    /// <summary>The entropy-coded bits of the coefficients, if they can be copied; needed only while the photo is being opened.</summary>
    public SourceBits? Bits { get; set; }

    /// <summary>Computes the samples of all components.</summary>
    public void Transform(CancellationToken stop)
    {
        foreach (var component in Frame.Components)
            component.Transform(stop);
    }
}
