using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Skin;

/// <summary>
/// How a colour index changes with the light on a face: level + across·x + down·y + dark·shade. Light from a window and a lamp differs from
/// side to side, and what lies in shade is lit by the skin and the hair around it.
/// </summary>
internal sealed class LightField
{
    private const int Terms = 4;
    private const int Rounds = 6;
    private const int MaxSamples = 6000;

    // What lies this many deviations above the field is a mark, and does not belong to it.
    private const double MaxAbove = 1;
    private const double MaxBelow = 2;

    private readonly double[] _factors;
    private readonly double _size;

    private LightField(double[] factors, double size) => (_factors, _size) = (factors, size);

    /// <summary>
    /// Fits the field to the skin without marks: least squares, of which what lies far above is left out, a few times over.
    /// </summary>
    public static LightField Fit(Plane index, Plane shade, PixelMask where)
    {
        var (size, step) = ((double)index.Width, Math.Max(1, where.Count / MaxSamples) | 1);
        var (samples, seen) = (new List<(double[] Terms, double Value)>(), 0);
        for (var i = 0; i < where.Data.Length; i++)
            if (where.Data[i] != 0 && seen++ % step == 0)
                samples.Add(([1, i % index.Width / size, i / index.Width / size, shade.Data[i]], index.Data[i]));
        var (field, used) = (new LightField(new double[Terms], size), samples);
        for (var round = 0; round < Rounds && used.Count > Terms; round++)
        {
            field = new LightField(Solve(used), size);
            var rest = samples.ConvertAll(s => s.Value - Dot(field._factors, s.Terms));
            var deviation = Statistics.Compute(rest.Select(v => (float)v)).RobustSigma;
            used = [.. samples.Where((_, i) => rest[i] < MaxAbove * deviation && rest[i] > -MaxBelow * deviation)];
        }

        return field;
    }

    /// <summary>The field at a pixel with some shade.</summary>
    public float At(int x, int y, float shade) =>
        (float)(_factors[0] + (_factors[1] * x / _size) + (_factors[2] * y / _size) + (_factors[3] * shade));

    private static double Dot(double[] a, double[] b) => (a[0] * b[0]) + (a[1] * b[1]) + (a[2] * b[2]) + (a[3] * b[3]);

    // Normal equations by Gaussian elimination, with a little weight on small factors, so that they always have a solution.
    private static double[] Solve(List<(double[] Terms, double Value)> samples)
    {
        var m = new double[Terms, Terms + 1];
        foreach (var (terms, value) in samples)
            for (var i = 0; i < Terms; i++)
            {
                for (var k = 0; k < Terms; k++)
                    m[i, k] += terms[i] * terms[k];
                m[i, Terms] += terms[i] * value;
            }

        for (var i = 0; i < Terms; i++)
            m[i, i] += 1e-6 * samples.Count;
        for (var i = 0; i < Terms; i++)
        for (var row = 0; row < Terms; row++)
        {
            if (row == i)
                continue;
            var factor = m[row, i] / m[i, i];
            for (var k = i; k <= Terms; k++)
                m[row, k] -= factor * m[i, k];
        }

        return [.. Enumerable.Range(0, Terms).Select(i => m[i, Terms] / m[i, i])];
    }
}
