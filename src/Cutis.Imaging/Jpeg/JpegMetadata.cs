using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>The application segments of a JPEG that affect its appearance: JFIF, Exif orientation, ICC profile, Adobe.</summary>
internal sealed class JpegMetadata
{
    private readonly ProfileParts _profile = new();
    private Orientation? _orientation;
    private byte[]? _jfif;
    private int? _adobeTransform;

    /// <summary>Reads a segment.</summary>
    /// <param name="number">The n of APPn.</param>
    /// <param name="payload">The segment without its length field.</param>
    public void Read(int number, ReadOnlySpan<byte> payload)
    {
        switch (number)
        {
            // The density is kept. A thumbnail is not: it would show the photo without its masks.
            case 0 when payload.StartsWith("JFIF\0"u8) && payload.Length >= 14:
                _jfif = [.. payload[..12], 0, 0];
                break;
            // The first non-empty one counts, as in viewers; the sixth byte is padding.
            case 1 when payload.StartsWith("Exif\0"u8) && payload.Length > 6:
                _orientation ??= Orientation.FromTiff(payload[6..]);
                break;
            case 2:
                _profile.Add(payload);
                break;
            case 14 when payload.StartsWith("Adobe"u8) && payload.Length >= 12:
                _adobeTransform = payload[11];
                break;
        }
    }

    /// <summary>The picture of a frame with these segments.</summary>
    public JpegImage ToImage(JpegFrame frame, SourceBits? bits) =>
        new()
        {
            Frame = frame,
            Colour = Colour(frame.Components),
            HasAdobe = _adobeTransform is not null,
            Orientation = _orientation ?? Orientation.Upright,
            IccSegments = _profile.Segments,
            HasLostProfile = _profile.AreLost,
            Jfif = _jfif,
            Bits = bits,
        };

    // Decided as in libjpeg. Three components: JFIF means YCbCr; otherwise Adobe's transform decides (0 is RGB); otherwise components named
    // R, G, B are RGB; otherwise YCbCr. Four components: Adobe's transform 0, or no Adobe segment, means CMYK; otherwise YCCK.
    private ColourModel Colour(JpegComponent[] c) =>
        c.Length switch
        {
            1 => ColourModel.Grey,
            4 => _adobeTransform is null or 0 ? ColourModel.Cmyk : ColourModel.Ycck,
            _ when _jfif is not null => ColourModel.YCbCr,
            _ when _adobeTransform is { } transform => transform == 0 ? ColourModel.Rgb : ColourModel.YCbCr,
            _ => (c[0].Id, c[1].Id, c[2].Id) == ('R', 'G', 'B') ? ColourModel.Rgb : ColourModel.YCbCr,
        };
}
