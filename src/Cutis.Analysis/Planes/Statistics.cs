namespace Cutis.Analysis.Planes;

/// <summary>Ranks of the values that a plane has inside a mask.</summary>
internal sealed class Statistics
{
    private readonly float[] _sorted;

    private Statistics(float[] values)
    {
        Array.Sort(values);
        _sorted = values;
    }

    public bool IsEmpty => _sorted.Length == 0;

    public float Median => Rank(0.5);

    /// <summary>The standard deviation that a normal distribution of the same median absolute deviation has (Rousseeuw and Croux 1993).</summary>
    public float RobustSigma
    {
        get
        {
            if (IsEmpty) return 0;
            var median = Median;
            return 1.4826f * new Statistics(Array.ConvertAll(_sorted, v => Math.Abs(v - median))).Median;
        }
    }

    /// <summary>Of a plane inside a mask; every third pixel is enough.</summary>
    public static Statistics Of(Plane plane, PixelMask mask, int step = 3)
    {
        var values = new List<float>(plane.Data.Length / (4 * step));
        for (var i = 0; i < plane.Data.Length; i += step)
            if (mask.Data[i] != 0) values.Add(plane.Data[i]);
        return new Statistics([.. values]);
    }

    public static Statistics Of(IEnumerable<float> values) => new([.. values]);

    /// <summary>The value below which that part of all values lies; 0 when there are none.</summary>
    public float Rank(double part) => _sorted.Length == 0 ? 0 : _sorted[Math.Min((int)(part * _sorted.Length), _sorted.Length - 1)];
}
