namespace Cutis.Analysis.Planes;

/// <summary>Order statistics of the values of a plane within a mask.</summary>
internal sealed class Statistics
{
    private const int MaxSamples = 12_000;
    private readonly float[] _sorted;

    private Statistics(float[] values)
    {
        Array.Sort(values);
        _sorted = values;
    }

    public bool IsEmpty => _sorted.Length == 0;

    public float Median => Rank(0.5);

    /// <summary>Robust estimate of the standard deviation: 1.4826 times the median absolute deviation (Rousseeuw and Croux 1993).</summary>
    public float RobustSigma
    {
        get
        {
            if (IsEmpty)
                return 0;
            var median = Median;
            return 1.4826f * new Statistics(Array.ConvertAll(_sorted, v => Math.Abs(v - median))).Median;
        }
    }

    /// <summary>Statistics of a plane within a mask, from some ten thousand evenly spread pixels, which is enough for quantiles.</summary>
    public static Statistics Compute(Plane plane, PixelMask mask) => Compute(mask, i => plane.Data[i]);

    /// <summary>Statistics of a computed value for each pixel of a mask.</summary>
    public static Statistics Compute(PixelMask mask, Func<int, float> value)
    {
        // Odd, so that no column of the picture is always skipped.
        var step = Math.Max(1, mask.Count / MaxSamples) | 1;
        var values = new List<float>(MaxSamples * 2);
        var seen = 0;
        for (var i = 0; i < mask.Data.Length; i++)
            if (mask.Data[i] != 0 && seen++ % step == 0)
                values.Add(value(i));
        return new Statistics([.. values]);
    }

    public static Statistics Compute(IEnumerable<float> values) => new([.. values]);

    /// <summary>The quantile of a share of 0..1; 0 when there are no values.</summary>
    public float Rank(double part) => _sorted.Length == 0 ? 0 : _sorted[Math.Min((int)(part * _sorted.Length), _sorted.Length - 1)];
}
