using System.Buffers.Binary;

namespace Cutis.Imaging;

/// <summary>Brings sRGB colours into the space of a photo's profile, so that what is drawn looks as asked.</summary>
/// <remarks>
/// Profiles of a matrix and three tone curves (ICC.1:2022, annex F.3), as Display P3, Adobe RGB and sRGB have them. With any other
/// profile colours are taken as they are.
/// </remarks>
internal sealed class ProfileColours
{
    // Linear sRGB to XYZ under D50 (IEC 61966-2-1, adapted by Bradford's method as the ICC's own sRGB profile is).
    private static readonly double[] SrgbToXyz =
        [0.4360747, 0.3850649, 0.1430804, 0.2225045, 0.7168786, 0.0606169, 0.0139322, 0.0971045, 0.7141733];

    private readonly double[] _toLinear;
    private readonly double[] _toXyz;
    private readonly Func<double, double>[] _curves;

    private ProfileColours(double[] toXyz, double[] toLinear, Func<double, double>[] curves) => (_toXyz, _toLinear, _curves) = (toXyz, toLinear, curves);

    /// <summary>The colours of a profile; null when it is not of that kind.</summary>
    public static ProfileColours? Of(byte[] profile)
    {
        if (profile.Length < 132 || !profile.AsSpan(36, 4).SequenceEqual("acsp"u8) || !profile.AsSpan(16, 8).SequenceEqual("RGB XYZ "u8)) return null;
        var matrix = new double[9];
        var curves = new Func<double, double>[3];
        for (var i = 0; i < 3; i++)
        {
            var letter = "rgb"[i];
            if (Tag(profile, $"{letter}XYZ") is not { Length: >= 20 } xyz || Tag(profile, $"{letter}TRC") is not { } tone || Curve(tone) is not { } curve) return null;
            for (var row = 0; row < 3; row++) matrix[(row * 3) + i] = Fixed(xyz, 8 + (4 * row));
            curves[i] = curve;
        }

        return Inverse(matrix) is { } inverse ? new ProfileColours(matrix, inverse, curves) : null;
    }

    /// <summary>A colour of sRGB, 0..255 each, in the profile's space.</summary>
    public (double R, double G, double B) FromSrgb(double r, double g, double b)
    {
        var linear = Multiply(_toLinear, Multiply(SrgbToXyz, [SrgbToLinear(r / 255), SrgbToLinear(g / 255), SrgbToLinear(b / 255)]));
        // Two decimals: what powers differ by from machine to machine is far less.
        double Channel(int i) => Math.Round(255 * Encoded(_curves[i], Math.Clamp(linear[i], 0, 1)), 2);
        return (Channel(0), Channel(1), Channel(2));
    }

    /// <summary>Pixels of the profile's space, in sRGB.</summary>
    public RgbImage ToSrgb(RgbImage pixels)
    {
        var tables = Array.ConvertAll(_curves, curve => Enumerable.Range(0, 256).Select(i => curve(i / 255.0)).ToArray());
        var matrix = new double[9];
        var inverse = Inverse(SrgbToXyz)!;
        for (var i = 0; i < 9; i++)
            for (var k = 0; k < 3; k++) matrix[i] += inverse[(i / 3 * 3) + k] * _toXyz[(k * 3) + (i % 3)];
        var coded = Enumerable.Range(0, 4096).Select(i => (byte)Math.Round(255 * LinearToSrgb(i / 4095.0))).ToArray();
        var to = new byte[pixels.Data.Length];
        for (var at = 0; at < to.Length; at += 3)
        {
            var (r, g, b) = (tables[0][pixels.Data[at]], tables[1][pixels.Data[at + 1]], tables[2][pixels.Data[at + 2]]);
            for (var i = 0; i < 3; i++) to[at + i] = coded[(int)((4095 * Math.Clamp((matrix[3 * i] * r) + (matrix[(3 * i) + 1] * g) + (matrix[(3 * i) + 2] * b), 0, 1)) + .5)];
        }

        return pixels with { Data = to };
    }

    private static double LinearToSrgb(double value) => value <= 0.0031308 ? value * 12.92 : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055;

    private static double SrgbToLinear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    // Tone curves rise, so the value that gives a brightness is found by halving.
    private static double Encoded(Func<double, double> curve, double linear)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 30; i++)
        {
            var middle = (low + high) / 2;
            if (curve(middle) < linear) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    private static byte[]? Tag(byte[] profile, string name)
    {
        var count = BinaryPrimitives.ReadUInt32BigEndian(profile.AsSpan(128));
        for (var i = 0; i < Math.Min(count, 100) && 132 + (12 * (i + 1)) <= profile.Length; i++)
        {
            var entry = profile.AsSpan(132 + (12 * i), 12);
            if (!entry[..4].SequenceEqual(System.Text.Encoding.ASCII.GetBytes(name))) continue;
            var (offset, size) = (BinaryPrimitives.ReadUInt32BigEndian(entry[4..]), BinaryPrimitives.ReadUInt32BigEndian(entry[8..]));
            return offset + (long)size <= profile.Length ? profile[(int)offset..(int)(offset + size)] : null;
        }

        return null;
    }

    private static Func<double, double>? Curve(byte[] tag)
    {
        if (tag.Length < 12) return null;
        if (tag.AsSpan(0, 4).SequenceEqual("para"u8)) return Parametric(tag);
        if (!tag.AsSpan(0, 4).SequenceEqual("curv"u8)) return null;
        var count = BinaryPrimitives.ReadUInt32BigEndian(tag.AsSpan(8));
        if (count > 65_536 || tag.Length < 12 + (2 * count)) return null;
        if (count == 0) return x => x;
        var values = new double[count];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadUInt16BigEndian(tag.AsSpan(12 + (2 * i)));
        if (count == 1) return x => Math.Pow(x, values[0] / 256);
        return x =>
        {
            var place = x * (values.Length - 1);
            var low = Math.Min((int)place, values.Length - 2);
            return (values[low] + ((values[low + 1] - values[low]) * (place - low))) / 65_535;
        };
    }

    // ICC.1:2022, table 68.
    private static Func<double, double>? Parametric(byte[] tag)
    {
        var type = BinaryPrimitives.ReadUInt16BigEndian(tag.AsSpan(8));
        if (type > 4) return null;
        var count = (ReadOnlySpan<int>)[1, 3, 4, 5, 7] is var counts ? counts[type] : 0;
        if (tag.Length < 12 + (4 * count)) return null;
        var p = new double[7];
        for (var i = 0; i < count; i++) p[i] = Fixed(tag, 12 + (4 * i));
        var (g, a, b, c, d, e, f) = (p[0], p[1], p[2], p[3], p[4], p[5], p[6]);
        double Power(double x) => Math.Pow(Math.Max(0, (a * x) + b), g);
        return type switch
        {
            0 => x => Math.Pow(x, g),
            1 => x => x >= -b / a ? Power(x) : 0,
            2 => x => x >= -b / a ? Power(x) + c : c,
            3 => x => x >= d ? Power(x) : c * x,
            _ => x => x >= d ? Power(x) + e : (c * x) + f,
        };
    }

    private static double Fixed(byte[] data, int at) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at)) / 65_536.0;

    private static double[] Multiply(double[] m, double[] v) =>
        [(m[0] * v[0]) + (m[1] * v[1]) + (m[2] * v[2]), (m[3] * v[0]) + (m[4] * v[1]) + (m[5] * v[2]), (m[6] * v[0]) + (m[7] * v[1]) + (m[8] * v[2])];

    private static double[]? Inverse(double[] m)
    {
        var determinant = (m[0] * ((m[4] * m[8]) - (m[5] * m[7]))) - (m[1] * ((m[3] * m[8]) - (m[5] * m[6]))) + (m[2] * ((m[3] * m[7]) - (m[4] * m[6])));
        if (Math.Abs(determinant) < 1e-9) return null;
        double[] cofactors =
        [
            (m[4] * m[8]) - (m[5] * m[7]), (m[2] * m[7]) - (m[1] * m[8]), (m[1] * m[5]) - (m[2] * m[4]),
            (m[5] * m[6]) - (m[3] * m[8]), (m[0] * m[8]) - (m[2] * m[6]), (m[2] * m[3]) - (m[0] * m[5]),
            (m[3] * m[7]) - (m[4] * m[6]), (m[1] * m[6]) - (m[0] * m[7]), (m[0] * m[4]) - (m[1] * m[3]),
        ];
        return Array.ConvertAll(cofactors, value => value / determinant);
    }
}
