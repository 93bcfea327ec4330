using System;
using Cutis.Analysis.Algorithms;

namespace Cutis.Analysis.Bench;

/// <summary>How far a score of the same face is off when it is photographed again, by what the score is.</summary>
/// <param name="Score">The score.</param>
/// <param name="Bands">From which score on, the half width of the 95 % interval in points, and how many faces or areas it comes
/// from.</param>
internal sealed record Repeatability(string Score, IReadOnlyList<(double From, double Points, int Count)> Bands)
{
    // A band with fewer has the spread of all.
    private const int MinCount = 8;
    private static readonly double[] From = [0, 60, 80];

    /// <summary>The spread of one score over faces that were each measured several times.</summary>
    /// <param name="score">The score.</param>
    /// <param name="repeats">The scores of each face or area.</param>
    public static Repeatability Create(string score, IEnumerable<double[]> repeats)
    {
        var all = repeats.Where(r => r.Length > 2).ToArray();
        var bands = From.Select(
            (from, i) =>
            {
                var to = i + 1 < From.Length ? From[i + 1] : double.MaxValue;
                var here = all.Where(r => r.Average() >= from && r.Average() < to).ToArray();
                return (from, Points(here.Length < MinCount ? all : here), here.Length);
            }
        );
        return new Repeatability(score, [.. bands]);
    }

    // 1.96 times the standard deviation within a face, pooled; rounded up, and one point at least, since scores are whole numbers.
    private static double Points(double[][] repeats)
    {
        var (squares, freedom) = (0.0, 0);
        foreach (var values in repeats)
        {
            var mean = values.Average();
            squares += values.Sum(v => (v - mean) * (v - mean));
            freedom += values.Length - 1;
        }

        return freedom == 0 ? 0 : Math.Max(1, Math.Ceiling((1.96 * Math.Sqrt(squares / freedom)) - 1e-9));
    }
}
