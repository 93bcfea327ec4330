namespace Cutis.Server.Commands.Evaluation;

/// <summary>How far grades agree.</summary>
internal static class Agreement
{
    private const int Grades = 5;

    /// <summary>
    /// Cohen's kappa with quadratic weights (Cohen 1968) of grades 1..5: 1 − Σ w·o / Σ w·e, with w = (i − j)², the observed shares o and
    /// those e that are expected from the frequencies alone. 1 is full agreement, 0 is chance. Null where one side gives one grade
    /// throughout.
    /// </summary>
    public static double? Kappa(IReadOnlyList<(int Person, int Ours)> grades)
    {
        if (grades.Count == 0)
            return null;
        var (person, ours) = (new double[Grades + 1], new double[Grades + 1]);
        var observed = 0.0;
        foreach (var (a, b) in grades)
        {
            person[a]++;
            ours[b]++;
            observed += (a - b) * (a - b);
        }

        var expected = 0.0;
        for (var a = 1; a <= Grades; a++)
        for (var b = 1; b <= Grades; b++)
            expected += person[a] * ours[b] * (a - b) * (a - b) / grades.Count;
        return expected == 0 ? null : 1 - (observed / expected);
    }

    /// <summary>How many photos have each pair of grades: rows are what people gave, columns what the scores come to.</summary>
    public static int[][] Table(IReadOnlyList<(int Person, int Ours)> grades) =>
        [
            .. Enumerable
                .Range(1, Grades)
                .Select(a => (int[])[.. Enumerable.Range(1, Grades).Select(b => grades.Count(g => g.Person == a && g.Ours == b))]),
        ];

    /// <summary>
    /// Spearman's rank correlation, with which a score that is right in its order alone is seen; null where one side is constant.
    /// </summary>
    public static double? RankCorrelation(IReadOnlyList<(double A, double B)> pairs)
    {
        var (x, y) = (Ranks([.. pairs.Select(p => p.A)]), Ranks([.. pairs.Select(p => p.B)]));
        if (x.Length < 3)
            return null;
        var (mx, my, xy, xx, yy) = (x.Average(), y.Average(), 0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }

        return xx == 0 || yy == 0 ? null : xy / Math.Sqrt(xx * yy);
    }

    // Equal values share the mean of their ranks.
    private static double[] Ranks(double[] values) =>
        Array.ConvertAll(values, v => values.Count(w => w < v) + ((values.Count(w => w == v) + 1) / 2.0));
}
