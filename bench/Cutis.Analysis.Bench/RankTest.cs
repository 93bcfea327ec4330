using System;

namespace Cutis.Analysis.Bench;

/// <summary>How well a measure orders two groups.</summary>
internal static class RankTest
{
    /// <summary>
    /// The share of pairs in which the second group has more (ties count half: the area under the ROC curve), with the half width of
    /// its 95 %
    /// interval after Hanley and McNeil (1982).
    /// </summary>
    public static (double Auc, double Reach) Auc(double[] less, double[] more)
    {
        if (less.Length == 0 || more.Length == 0)
            return (double.NaN, double.NaN);
        var sum = more.Sum(m =>
            less.Sum(l =>
                m > l ? 1
                : m == l ? .5
                : 0
            )
        );
        var (a, n, k) = (sum / (less.Length * more.Length), more.Length, less.Length);
        var (q1, q2) = (a / (2 - a), 2 * a * a / (1 + a));
        var variance = ((a * (1 - a)) + ((n - 1) * (q1 - (a * a))) + ((k - 1) * (q2 - (a * a)))) / (n * k);
        return (a, 1.96 * Math.Sqrt(Math.Max(0, variance)));
    }

    /// <summary>Spearman's rank correlation.</summary>
    public static double Spearman(double[] a, double[] b)
    {
        var (x, y) = (Ranks(a), Ranks(b));
        var (mx, my) = (x.Average(), y.Average());
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
            (xy, xx, yy) = (xy + ((x[i] - mx) * (y[i] - my)), xx + ((x[i] - mx) * (x[i] - mx)), yy + ((y[i] - my) * (y[i] - my)));
        return xy / Math.Sqrt(xx * yy);
    }

    // Equal values share the mean of their ranks.
    private static double[] Ranks(double[] values) =>
        Array.ConvertAll(values, v => values.Count(w => w < v) + ((values.Count(w => w == v) + 1) / 2.0));
}
