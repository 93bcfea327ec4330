namespace Cutis.Imaging.Jpeg;

/// <summary>The application segments of a JPEG that matter: JFIF, Exif orientation, ICC profile, Adobe.</summary>
internal sealed class JpegMetadata
{
    private readonly List<byte[]> _icc = [];
    private Orientation _orientation = Orientation.Upright;
    private byte[]? _jfif;
    private int? _adobeTransform;

    /// <param name="number">The n of APPn.</param>
    /// <param name="payload">The segment without its length.</param>
    public void Read(int number, ReadOnlySpan<byte> payload)
    {
        // The density is kept, a thumbnail is not: it would show the photo without its masks.
        if (number == 0 && payload.StartsWith("JFIF\0"u8) && payload.Length >= 14) _jfif = [.. payload[..12], 0, 0];
        if (number == 1 && payload.StartsWith("Exif\0"u8) && payload.Length > 6) _orientation = Orientation.FromTiff(payload[6..]);
        if (number == 2 && payload.StartsWith("ICC_PROFILE\0"u8) && payload.Length > 14) _icc.Add(payload.ToArray());
        if (number == 14 && payload.StartsWith("Adobe"u8) && payload.Length >= 12) _adobeTransform = payload[11];
    }

    public JpegImage ToImage(JpegFrame frame, SourceBits? bits) => new()
    {
        Frame = frame,
        Colour = Colour(frame.Components),
        HasAdobe = _adobeTransform is not null,
        Orientation = _orientation,
        IccSegments = _icc,
        Jfif = _jfif,
        Bits = bits,
    };

    // JFIF means YCbCr; else Adobe's transform; else components named R, G, B are that; else YCbCr. As libjpeg decides.
    private ColourModel Colour(JpegComponent[] c) => c.Length switch
    {
        1 => ColourModel.Grey,
        4 => _adobeTransform == 2 ? ColourModel.Ycck : ColourModel.Cmyk,
        _ when _jfif is not null => ColourModel.YCbCr,
        _ when _adobeTransform is { } transform => transform == 0 ? ColourModel.Rgb : ColourModel.YCbCr,
        _ => (c[0].Id, c[1].Id, c[2].Id) == ('R', 'G', 'B') ? ColourModel.Rgb : ColourModel.YCbCr,
    };
}
