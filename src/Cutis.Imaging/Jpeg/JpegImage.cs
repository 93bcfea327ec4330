namespace Cutis.Imaging.Jpeg;

/// <summary>What the components of a JPEG mean.</summary>
internal enum ColourModel
{
    Grey,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
}

/// <summary>A decoded JPEG: samples as stored, and the metadata that a copy of it keeps.</summary>
internal sealed class JpegImage
{
    public required JpegFrame Frame { get; init; }

    public required ColourModel Colour { get; init; }

    /// <summary>True when an Adobe segment says so; its CMYK values are stored inverted.</summary>
    public required bool HasAdobe { get; init; }

    public Orientation Orientation { get; init; }

    /// <summary>Payloads of the ICC segments (APP2), in file order.</summary>
    public IReadOnlyList<byte[]> IccSegments { get; init; } = [];

    /// <summary>Payload of the JFIF segment without a thumbnail, if there is one.</summary>
    public byte[]? Jfif { get; init; }

    /// <summary>Bytes of all samples.</summary>
    public long MemoryBytes => Frame.Components.Sum(c => (long)c.Samples.Length);
}
