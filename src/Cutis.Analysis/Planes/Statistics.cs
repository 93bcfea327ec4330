namespace Cutis.Analysis.Planes;

/// <summary>Ranks of the values that a plane has inside a mask.</summary>
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

    /// <summary>
    /// The standard deviation that a normal distribution of the same median absolute deviation has (Rousseeuw and Croux 1993).
    /// </summary>
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

    /// <summary>Of a plane inside a mask: of some ten thousand pixels spread over it, which is enough for ranks.</summary>
    public static Statistics Compute(Plane plane, PixelMask mask) => Compute(mask, i => plane.Data[i]);

    /// <summary>Of a value for each pixel of a mask.</summary>
    public static Statistics Compute(PixelMask mask, Func<int, float> value)
    {
        // Odd, so that no column of a picture is left out.
        var step = Math.Max(1, mask.Count / MaxSamples) | 1;
        var values = new List<float>(MaxSamples * 2);
        var seen = 0;
        for (var i = 0; i < mask.Data.Length; i++)
            if (mask.Data[i] != 0 && seen++ % step == 0)
                values.Add(value(i));
        return new Statistics([.. values]);
    }

    public static Statistics Compute(IEnumerable<float> values) => new([.. values]);

    /// <summary>The value below which that part of all values lies; 0 when there are none.</summary>
    public float Rank(double part) => _sorted.Length == 0 ? 0 : _sorted[Math.Min((int)(part * _sorted.Length), _sorted.Length - 1)];
}
