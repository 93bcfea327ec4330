namespace Cutis.Analysis.Skin;

/// <summary>
/// Tables of sRGB (IEC 61966-2-1) and CIELAB (D65, CIE 15), so that no power function is evaluated per pixel and every machine has the same
/// numbers.
/// </summary>
internal static class SkinColour
{
    private const int CubeSteps = 4096;
    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(i => (float)ToLinear(i / 255.0))];
    private static readonly float[] Cube = [.. Enumerable.Range(0, CubeSteps + 2).Select(i => (float)CubeRoot((double)i / CubeSteps))];

    /// <summary>Optical density of a coded value: −ln of the linear intensity, which is taken as at least 0.003.</summary>
    public static float[] Density { get; } = [.. Linear.Select(v => (float)-Math.Log(Math.Max(v, .003)))];

    /// <summary>L*, a* and b* of coded values.</summary>
    public static (float L, float A, float B) Lab(byte red, byte green, byte blue)
    {
        var (r, g, b) = (Linear[red], Linear[green], Linear[blue]);
        var x = Root(((.4124564f * r) + (.3575761f * g) + (.1804375f * b)) / .95047f);
        var y = Root((.2126729f * r) + (.7151522f * g) + (.0721750f * b));
        var z = Root(((.0193339f * r) + (.1191920f * g) + (.9503041f * b)) / 1.08883f);
        return ((116 * y) - 16, 500 * (x - y), 200 * (y - z));
    }

    private static float Root(float value)
    {
        var at = Math.Clamp(value, 0, 1) * CubeSteps;
        var low = (int)at;
        return Cube[low] + ((Cube[low + 1] - Cube[low]) * (at - low));
    }

    private static double CubeRoot(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;

    private static double ToLinear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
}
