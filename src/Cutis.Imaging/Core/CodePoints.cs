namespace Cutis.Imaging.Core;

/// <summary>Colour spaces by code point (ITU-T H.273, 8.1 and 8.2), as in the cICP chunk of a PNG.</summary>
internal static class CodePoints
{
    private const byte SrgbTransfer = 13;
    private const byte Pq = 16;
    private const byte Hlg = 18;
    private static readonly byte[] Linear = ToneCurve.Gamma(1);

    // Displays show BT.709 video by the curve of BT.1886, and so do browsers.
    private static readonly byte[] Video = ToneCurve.Gamma(2.4);
    private static readonly byte[] OldVideo = ToneCurve.Power(1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 1 / 4.0, 0.0913);

    // A gamma of 2.6 with white at 48 cd/m² of 52.37 cd/m² (SMPTE ST 428-1).
    private static readonly byte[] Cinema = ToneCurve.Power(2.6, Math.Pow(52.37 / 48, 1 / 2.6), 0, 0, 0);

    /// <summary>The colour space of a cICP chunk; null when it names none that is known, so that other chunks decide.</summary>
    /// <param name="chunk">Four bytes: primaries, transfer function, matrix, and whether the range is full.</param>
    public static ColourMeaning? Read(ReadOnlySpan<byte> chunk)
    {
        // Narrow range (16 to 235) is for video; browsers ignore such a chunk.
        if (chunk is not [var primaryNumber, var transfer, 0, 1] || FindPrimaries(primaryNumber) is not { } primaries)
            return null;
        if (transfer is Pq or Hlg)
            return ColourMeaning.Unread;
        if (primaries == Primaries.Srgb && transfer == SrgbTransfer)
            return ColourMeaning.Srgb;
        return Curve(transfer) is { } curve && MatrixProfile.Create(primaries, curve) is { } profile
            ? new ColourMeaning(profile, false)
            : null;
    }

    private static Primaries? FindPrimaries(byte number) =>
        number switch
        {
            1 => Primaries.Srgb,
            4 => new(0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 0.31, 0.316),
            5 => new(0.64, 0.33, 0.29, 0.6, 0.15, 0.06, 0.3127, 0.329),
            6 or 7 => new(0.63, 0.34, 0.31, 0.595, 0.155, 0.07, 0.3127, 0.329),
            8 => new(0.681, 0.319, 0.243, 0.692, 0.145, 0.049, 0.31, 0.316),
            9 => new(0.708, 0.292, 0.17, 0.797, 0.131, 0.046, 0.3127, 0.329),
            10 => new(1, 0, 0, 1, 0, 0, 1 / 3.0, 1 / 3.0),
            11 => new(0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.314, 0.351),
            12 => new(0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329),
            22 => new(0.63, 0.34, 0.295, 0.605, 0.155, 0.077, 0.3127, 0.329),
            _ => null,
        };

    private static byte[]? Curve(byte number) =>
        number switch
        {
            1 or 6 or 11 or 14 or 15 => Video,
            4 => ToneCurve.Gamma(2.2),
            5 => ToneCurve.Gamma(2.8),
            7 => OldVideo,
            8 => Linear,
            SrgbTransfer => ToneCurve.Srgb,
            17 => Cinema,
            _ => null,
        };
}
