namespace Cutis.Masks.Colours;

/// <summary>Contrast as WCAG 2.2 defines it: (Y₁ + 0.05) / (Y₂ + 0.05), of relative luminances, from 1 to 21.</summary>
public static class Contrast
{
    private static readonly double[] Linear = [.. Enumerable.Range(0, 256).Select(value => ToLinear(value / 255.0))];

    /// <summary>Relative luminance of an sRGB colour, 0..1: 0.2126 R + 0.7152 G + 0.0722 B of linear components.</summary>
    public static double Luminance(byte red, byte green, byte blue) =>
        (0.2126 * Linear[red]) + (0.7152 * Linear[green]) + (0.0722 * Linear[blue]);

    /// <summary>Contrast of two luminances.</summary>
    public static double Ratio(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    // IEC 61966-2-1.
    private static double ToLinear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
}

/// <summary>What marks lie on: relative luminances that a tenth, a half and nine tenths of it stay below.</summary>
public readonly record struct Ground(double Low, double Middle, double High)
{
    /// <summary>The ground of some luminances; null for too few of them.</summary>
    /// <param name="luminances">Samples of it, which are put in order.</param>
    public static Ground? From(List<double> luminances)
    {
        const int least = 12;
        if (luminances.Count < least)
            return null;
        luminances.Sort();
        double Rank(double share) => Math.Round(luminances[(int)(share * (luminances.Count - 1))], 3);
        return new Ground(Rank(0.1), Rank(0.5), Rank(0.9));
    }
}
