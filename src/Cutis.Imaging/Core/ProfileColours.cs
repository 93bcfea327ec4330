namespace Cutis.Imaging.Core;

/// <summary>Converts sRGB colours into the colour space of a photo's profile, so that masks look as requested.</summary>
/// <remarks>
/// Supports profiles of a matrix and three tone curves (ICC.1:2022, annex F.3), such as Display P3, Adobe RGB and sRGB. With any other
/// profile, colours are used unconverted.
/// </remarks>
internal sealed class ProfileColours
{
    // Linear sRGB to XYZ under D50 (IEC 61966-2-1, adapted with the Bradford matrix like the ICC's own sRGB profile).
    private static readonly double[] SrgbToXyz =
    [
        0.4360747,
        0.3850649,
        0.1430804,
        0.2225045,
        0.7168786,
        0.0606169,
        0.0139322,
        0.0971045,
        0.7141733,
    ];

    private readonly double[] _toLinear;
    private readonly double[] _toXyz;
    private readonly Func<double, double>[] _curves;

    private ProfileColours(double[] toXyz, double[] toLinear, Func<double, double>[] curves) =>
        (_toXyz, _toLinear, _curves) = (toXyz, toLinear, curves);

    /// <summary>The conversion for a profile; null when the profile is not of the supported kind.</summary>
    public static ProfileColours? Create(byte[] profile)
    {
        if (!IccTags.LeadsToXyz(profile, "RGB "))
            return null;
        var matrix = new double[9];
        var curves = new Func<double, double>[3];
        for (var i = 0; i < 3; i++)
        {
            var letter = "rgb"[i];
            if (IccTags.Find(profile, $"{letter}XYZ") is not { Length: >= 20 } xyz)
                return null;
            if (IccTags.Find(profile, $"{letter}TRC") is not { } tone || ToneCurve.Parse(tone) is not { } curve)
                return null;
            for (var row = 0; row < 3; row++)
                matrix[(row * 3) + i] = IccTags.Fixed(xyz, 8 + (4 * row));
            curves[i] = curve;
        }

        return Matrix3.Inverse(matrix) is { } inverse ? new ProfileColours(matrix, inverse, curves) : null;
    }

    /// <summary>Converts an sRGB colour (0..255 each) into the profile's space.</summary>
    public (double R, double G, double B) FromSrgb(double r, double g, double b)
    {
        var linear = Matrix3.Multiply(
            _toLinear,
            Matrix3.Multiply(SrgbToXyz, [SrgbToLinear(r / 255), SrgbToLinear(g / 255), SrgbToLinear(b / 255)])
        );
        // Rounded to two decimals: results of Math.Pow differ by far less between machines.
        double Channel(int i) => Math.Round(255 * Encoded(_curves[i], Math.Clamp(linear[i], 0, 1)), 2);
        return (Channel(0), Channel(1), Channel(2));
    }

    /// <summary>Converts pixels from the profile's space to sRGB.</summary>
    public RgbImage ToSrgb(RgbImage pixels)
    {
        var tables = Array.ConvertAll(_curves, curve => Enumerable.Range(0, 256).Select(i => curve(i / 255.0)).ToArray());
        var matrix = Matrix3.Product(Matrix3.Inverse(SrgbToXyz)!, _toXyz);
        var coded = Enumerable.Range(0, 4096).Select(i => (byte)Math.Round(255 * LinearToSrgb(i / 4095.0))).ToArray();
        var to = new byte[pixels.Data.Length];
        for (var at = 0; at < to.Length; at += 3)
        {
            var (r, g, b) = (tables[0][pixels.Data[at]], tables[1][pixels.Data[at + 1]], tables[2][pixels.Data[at + 2]]);
            for (var i = 0; i < 3; i++)
                to[at + i] = coded[
                    (int)((4095 * Math.Clamp((matrix[3 * i] * r) + (matrix[(3 * i) + 1] * g) + (matrix[(3 * i) + 2] * b), 0, 1)) + .5)
                ];
        }

        return pixels with
        {
            Data = to,
        };
    }

    private static double LinearToSrgb(double value) => value <= 0.0031308 ? value * 12.92 : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055;

    private static double SrgbToLinear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    // Tone curves are monotone, so that bisection finds the value for a linear intensity.
    private static double Encoded(Func<double, double> curve, double linear)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 30; i++)
        {
            var middle = (low + high) / 2;
            if (curve(middle) < linear)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }
}
