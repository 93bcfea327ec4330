using Cutis.Platform.Reports;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>Makes the figures of a labelled set from what was found on its photos.</summary>
internal static class Figures
{
    private const int Worst = 6;

    // Gaps of smaller groups are chance.
    private const int MinGroup = 3;

    private delegate double? Ratio(IReadOnlyList<PixelCounts> photos);

    private static readonly (string Name, Ratio Of)[] Measures =
    [
        ("recall", photos => Sum(photos).Recall),
        ("precision", photos => Sum(photos).Precision),
        ("jaccard", photos => Sum(photos).Jaccard),
    ];

    /// <param name="folder">Name of the set.</param>
    /// <param name="photos">How many photos the set has.</param>
    /// <param name="scores">What was found on those that could be compared.</param>
    /// <param name="again">Scores of the same photos after a change, by name; empty where the set repeats subjects itself.</param>
    /// <param name="mistakes">What is wrong with the set.</param>
    public static EvaluationFigures Create(
        string folder,
        int photos,
        IReadOnlyList<PhotoScore> scores,
        IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, double>>> again,
        IReadOnlyList<string> mistakes
    ) =>
        new(
            folder,
            photos,
            scores.Count,
            [.. Target.All.Where(t => scores.Any(s => s.Counts.ContainsKey(t.Name))).Select(t => Of(t, scores))],
            [.. scores.SelectMany(s => s.Photo.Grades.Keys).Distinct().Order(StringComparer.Ordinal).Select(a => Agreed(a, scores))],
            [.. PhotoScore.Scored.Select(a => Repeated(a, scores, again)).OfType<RepeatFigures>()],
            [
                .. scores
                    .SelectMany(s => s.Refusals)
                    .GroupBy(r => (r.Key, r.Value))
                    .OrderBy(g => g.Key.Key, StringComparer.Ordinal)
                    .ThenByDescending(g => g.Count())
                    .Select(g => new RefusalFigures(g.Key.Key, g.Key.Value, g.Count())),
            ],
            mistakes
        );

    private static PixelCounts Sum(IReadOnlyList<PixelCounts> photos) => photos.Aggregate(default(PixelCounts), (a, b) => a + b);

    private static TargetFigures Of(Target target, IReadOnlyList<PhotoScore> scores)
    {
        PhotoScore[] here = [.. scores.Where(s => s.Counts.ContainsKey(target.Name))];
        PixelCounts Counts(PhotoScore score) => score.Counts[target.Name];
        var groups = here.SelectMany(s => s.Photo.Groups)
            .Distinct()
            .OrderBy(g => (g.By == "attribute", g.By, g.Group))
            .Select(g => (g.By, g.Group, Counts: here.Where(s => s.Photo.Groups.Contains(g)).Select(Counts).ToArray()))
            .ToArray();
        return new TargetFigures(
            target.Name,
            target.Algorithm,
            Group("", "all", [.. here.Select(Counts)]),
            [.. groups.Select(g => Group(g.By, g.Group, g.Counts))],
            [.. groups.Where(g => g.By != "attribute").GroupBy(g => g.By).SelectMany(by => Gaps(by.Key, [.. by]))],
            [
                .. here.Where(s => Counts(s).Jaccard is not null)
                    .OrderBy(s => Counts(s).Jaccard)
                    .ThenByDescending(s => Counts(s).Either)
                    .Take(Worst)
                    .Select(s => new PhotoFigures(s.Photo.Name, Counts(s).Recall, Counts(s).Precision, Counts(s).Jaccard)),
            ]
        );
    }

    private static GroupFigures Group(string by, string group, PixelCounts[] photos)
    {
        // Photos that have nothing of it say nothing about its spread.
        Figure? Of(int measure) =>
            Resampling.Of([.. photos.Where(photo => Measures[measure].Of([photo]) is not null)], drawn => Measures[measure].Of(drawn));
        return new GroupFigures(by, group, photos.Length, photos.Count(p => p.There == 0), Of(0), Of(1), Of(2));
    }

    private static IEnumerable<GapFigures> Gaps(string by, (string By, string Group, PixelCounts[] Counts)[] groups)
    {
        foreach (var (name, of) in Measures)
        {
            var large = groups
                .Where(g => g.Counts.Length >= MinGroup && of(g.Counts) is not null)
                .OrderByDescending(g => of(g.Counts))
                .ToArray();
            if (large.Length >= 2 && Resampling.Difference(large[0].Counts, large[^1].Counts, drawn => of(drawn)) is { } difference)
                yield return new GapFigures(by, name, large[0].Group, large[^1].Group, difference);
        }
    }

    private static AgreementFigures Agreed(string algorithm, IReadOnlyList<PhotoScore> scores)
    {
        (int Person, int Ours, double Score)[] pairs =
        [
            .. scores
                .Where(s => s.Photo.Grades.ContainsKey(algorithm) && s.Scores.ContainsKey(algorithm))
                .Select(s => (s.Photo.Grades[algorithm], Grades.Of(s.Scores[algorithm]).Grade, s.Scores[algorithm])),
        ];
        return new AgreementFigures(
            algorithm,
            pairs.Length,
            Resampling.Of(pairs, drawn => Agreement.Kappa([.. drawn.Select(p => (p.Person, p.Ours))])),
            // A higher grade is worse, and a higher score better.
            Resampling.Of(pairs, drawn => -Agreement.RankCorrelation([.. drawn.Select(p => ((double)p.Person, p.Score))])),
            Agreement.Table([.. pairs.Select(p => (p.Person, p.Ours))])
        );
    }

    private static RepeatFigures? Repeated(
        string algorithm,
        IReadOnlyList<PhotoScore> scores,
        IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, double>>> again
    )
    {
        double[][] Twice(IEnumerable<double[]> faces) => [.. faces.Where(values => values.Length > 1)];
        var subjects = Twice(
            scores
                .Where(s => s.Photo.Subject is not null && s.Scores.ContainsKey(algorithm))
                .GroupBy(s => s.Photo.Subject, s => s.Scores[algorithm], StringComparer.Ordinal)
                .Select(g => g.ToArray())
        );
        var changed = Twice(again.Values.Select(photos => photos.Where(p => p.ContainsKey(algorithm)).Select(p => p[algorithm]).ToArray()));
        var (faces, source) = subjects.Length > 0 ? (subjects, "subjects") : (changed, "changed photos");
        return faces.Length == 0 ? null : new RepeatFigures(algorithm, source, faces.Length, Resampling.Of(faces, Within));
    }

    // 1.96 times the pooled standard deviation within a face.
    private static double? Within(IReadOnlyList<double[]> faces)
    {
        var (squares, freedom) = (0.0, 0);
        foreach (var values in faces)
        {
            var mean = values.Average();
            squares += values.Sum(v => (v - mean) * (v - mean));
            freedom += values.Length - 1;
        }

        return freedom == 0 ? null : 1.96 * Math.Sqrt(squares / freedom);
    }
}
