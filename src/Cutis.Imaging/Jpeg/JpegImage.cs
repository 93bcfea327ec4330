using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>A JPEG taken apart: coefficients as stored, and the metadata that a copy of it keeps.</summary>
internal sealed class JpegImage
{
    /// <summary>The JFIF segment of a picture that brings none: version 1.1, no density, no thumbnail.</summary>
    public static byte[] PlainJfif { get; } = [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0];

    public required JpegFrame Frame { get; init; }

    public required ColourModel Colour { get; init; }

    /// <summary>True when there is an Adobe segment, which a copy keeps.</summary>
    public required bool HasAdobe { get; init; }

    public Orientation Orientation { get; init; }

    /// <summary>Payloads of the segments (APP2) of the colour profile, in the order of its parts.</summary>
    public IReadOnlyList<byte[]> IccSegments { get; init; } = [];

    /// <summary>True when there was a colour profile that a copy cannot keep.</summary>
    public bool HasLostProfile { get; init; }

    /// <summary>Payload of the JFIF segment without a thumbnail, if there is one.</summary>
    public byte[]? Jfif { get; init; }

    /// <summary>The bits that the coefficients were decoded from, if they can be copied; needed only while the photo is opened.</summary>
    public SourceBits? Bits { get; set; }

    /// <summary>Makes the samples of all components.</summary>
    public void Transform(CancellationToken stop)
    {
        foreach (var component in Frame.Components)
            component.Transform(stop);
    }
}
