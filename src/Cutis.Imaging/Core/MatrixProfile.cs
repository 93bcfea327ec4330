using System.Buffers.Binary;
using System.Text;

namespace Cutis.Imaging.Core;

/// <summary>CIE x and y chromaticities of red, green, blue and white.</summary>
internal readonly record struct Primaries(
    double RedX,
    double RedY,
    double GreenX,
    double GreenY,
    double BlueX,
    double BlueY,
    double WhiteX,
    double WhiteY
)
{
    /// <summary>The primaries of sRGB (ITU-R BT.709).</summary>
    public static Primaries Srgb { get; } = new(0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329);
}

/// <summary>Makes ICC profiles of a matrix and three equal tone curves (ICC.1:2022, annex F.3).</summary>
internal static class MatrixProfile
{
    private const double MaxNumber = 32_767;
    private static readonly double[] D50 = [0.9642, 1, 0.8249];

    // The Bradford cone response matrix for chromatic adaptation (ICC.1:2022, annex E).
    private static readonly double[] Bradford = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296];

    /// <summary>The profile for primaries and a tone curve; null when the primaries are collinear.</summary>
    /// <param name="primaries">Primaries and white.</param>
    /// <param name="curve">A curve tag that <see cref="ToneCurve"/> can read.</param>
    public static byte[]? Create(Primaries primaries, byte[] curve)
    {
        var p = primaries;
        double[] unscaled =
        [
            p.RedX,
            p.GreenX,
            p.BlueX,
            p.RedY,
            p.GreenY,
            p.BlueY,
            1 - p.RedX - p.RedY,
            1 - p.GreenX - p.GreenY,
            1 - p.BlueX - p.BlueY,
        ];
        if (!(p.WhiteY > 0) || Matrix3.Inverse(unscaled) is not { } inverse)
            return null;
        double[] white = [p.WhiteX / p.WhiteY, 1, (1 - p.WhiteX - p.WhiteY) / p.WhiteY];
        var scale = Matrix3.Multiply(inverse, white);
        var toXyz = new double[9];
        for (var i = 0; i < 9; i++)
            toXyz[i] = unscaled[i] * scale[i % 3];
        var toD50 = Matrix3.Product(Adaptation(white), toXyz);
        return toD50.All(value => Math.Abs(value) < MaxNumber) ? Write(toD50, curve) : null;
    }

    /// <summary>
    /// A profile under which equal red, green and blue look as the grey shade looks under a grey profile; null when the grey profile does
    /// not consist of a tone curve to CIE XYZ.
    /// </summary>
    public static byte[]? FromGrey(byte[] profile)
    {
        if (!IccTags.LeadsToXyz(profile, "GRAY") || IccTags.Find(profile, "kTRC") is not { } curve || ToneCurve.Parse(curve) is null)
            return null;
        return Create(Primaries.Srgb, curve);
    }

    private static double[] Adaptation(double[] white)
    {
        var (from, to) = (Matrix3.Multiply(Bradford, white), Matrix3.Multiply(Bradford, D50));
        return Matrix3.Product(
            Matrix3.Inverse(Bradford)!,
            Matrix3.Product([to[0] / from[0], 0, 0, 0, to[1] / from[1], 0, 0, 0, to[2] / from[2]], Bradford)
        );
    }

    private static byte[] Write(double[] toXyz, byte[] curve)
    {
        (string Name, byte[] Data)[] tags =
        [
            ("desc", Text("RGB")),
            ("cprt", Text("No copyright")),
            ("wtpt", Xyz(D50)),
            ("rXYZ", Xyz([toXyz[0], toXyz[3], toXyz[6]])),
            ("gXYZ", Xyz([toXyz[1], toXyz[4], toXyz[7]])),
            ("bXYZ", Xyz([toXyz[2], toXyz[5], toXyz[8]])),
            ("rTRC", curve),
            ("gTRC", curve),
            ("bTRC", curve),
        ];
        using var body = new MemoryStream();
        using var table = new MemoryStream();
        table.Write(Number(tags.Length));
        var start = 128 + 4 + (12 * tags.Length);
        // Tags with equal content share their data.
        foreach (var group in tags.GroupBy(tag => tag.Data))
        {
            foreach (var (name, data) in group)
                table.Write([.. Encoding.ASCII.GetBytes(name), .. Number(start + (int)body.Length), .. Number(data.Length)]);
            body.Write(group.Key);
            while (body.Length % 4 != 0)
                body.WriteByte(0);
        }

        var header = new byte[128];
        Number(start + (int)body.Length).CopyTo(header, 0);
        // Profile version 4.4, device class: display.
        (header[8], header[9]) = (4, 0x40);
        "mntrRGB XYZ "u8.CopyTo(header.AsSpan(12));
        "acsp"u8.CopyTo(header.AsSpan(36));
        Xyz(D50).AsSpan(8).CopyTo(header.AsSpan(68));
        return [.. header, .. table.ToArray(), .. body.ToArray()];
    }

    private static byte[] Xyz(double[] values) =>
        [.. "XYZ \0\0\0\0"u8, .. values.SelectMany(value => Number((int)Math.Round(value * 65_536)))];

    // A multiLocalizedUnicodeType with one English text.
    private static byte[] Text(string text) =>
        [
            .. "mluc\0\0\0\0"u8,
            .. Number(1),
            .. Number(12),
            .. "enUS"u8,
            .. Number(2 * text.Length),
            .. Number(28),
            .. Encoding.BigEndianUnicode.GetBytes(text),
        ];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
