using System;
using System.Globalization;
using System.Text;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Skin;

namespace Cutis.Analysis.Bench;

/// <summary>Whether scores order people: by age, by labelled lines and spots, and by how strongly drawn faces are marked.</summary>
internal static class ScoreOrder
{
    private static readonly string[] Brown = ["freckle", "mole", "age_spot"];

    public static string Table(
        IReadOnlyList<LabelledFace> labelled,
        int unseen,
        IReadOnlyList<FaceValues> values,
        FaceValues[][] drawn,
        Dictionary<string, ScoreCurve> curves
    )
    {
        var text = new StringBuilder(
            """

            ## Order

            The share of pairs that a score puts in the right order (0.50 is chance), with its 95 % interval.

            | what | faces | pairs in order |
            | --- | --- | --- |

            """
        );
        void Row(string what, double[] less, double[] more)
        {
            var (auc, reach) = RankTest.Auc(less, more);
            var share = double.IsNaN(auc) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{auc:0.00} ± {reach:0.00}");
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {less.Length}, {more.Length} | {share} |\n");
        }

        double[] Lines(Func<LabelledFace, bool> which) =>
            [
                .. labelled
                    .Zip(values)
                    .Where(f => which(f.First))
                    .Select(f => f.Second.Whole("lines_score"))
                    .OfType<double[]>()
                    .Select(raw => -ScoreMeasure.All[0].Of(curves, raw)),
            ];
        bool Aged(LabelledFace face, string age) => face.Groups.Contains("age: " + age);
        Row("lines: young above old", Lines(f => Aged(f, "young")), Lines(f => Aged(f, "old")));
        var others = labelled.Take(unseen).ToHashSet();
        Row(
            "lines: young above old, of the faces that no network was trained on",
            Lines(f => others.Contains(f) && Aged(f, "young")),
            Lines(f => others.Contains(f) && Aged(f, "old"))
        );
        Row("lines: young above middle-aged", Lines(f => Aged(f, "young")), Lines(f => Aged(f, "middle")));
        Row("lines: middle-aged above old", Lines(f => Aged(f, "middle")), Lines(f => Aged(f, "old")));
        foreach (var tone in new[] { "light", "medium", "dark" })
            Row(
                $"lines: young above old, {tone} skin",
                Lines(f => Aged(f, "young") && f.Groups.Contains("tone: " + tone)),
                Lines(f => Aged(f, "old") && f.Groups.Contains("tone: " + tone))
            );
        Row("lines: labelled “none” above labelled lines", Lines(f => f.Lines is []), Lines(f => f.Lines is [_, ..]));
        Row(
            "brown spots, labelled, below the resolution that they need: none above three and more",
            Spots(labelled, n => n == 0),
            Spots(labelled, n => n >= 3)
        );
        foreach (var measure in ScoreMeasure.All.Where(m => m.Score is not ("eye_area_condition" or "redness_score")))
        {
            double[] Of(int contrast) =>
                [.. drawn[contrast].Select(d => d.Whole(measure.Score)).OfType<double[]>().Select(raw => -measure.Of(curves, raw))];
            Row($"`{measure.Score}`, drawn: clean above half contrast", Of(0), Of(1));
            Row($"`{measure.Score}`, drawn: half contrast above double", Of(1), Of(3));
        }

        var lined = labelled
            .Zip(values)
            .Where(f => f.First.Lines is not null && f.Second.Whole("lines_score") is not null)
            .Select(f => (Length: Length(f.First), Raw: f.Second.Whole("lines_score")![0]))
            .ToArray();
        var correlation = RankTest.Spearman([.. lined.Select(l => l.Length)], [.. lined.Select(l => l.Raw)]);
        text.Append(
            CultureInfo.InvariantCulture,
            $"\nLabelled length of lines against `lines_severity`, {lined.Length} faces: rank correlation {correlation:0.00}.\n"
        );
        text.Append("\nMedian score by age: ");
        text.AppendJoin(
            ", ",
            new[] { "young", "middle", "old" }.Select(age =>
            {
                double[] of = [.. Lines(f => Aged(f, age)).Select(v => -v).Order()];
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{age} {(of.Length == 0 ? double.NaN : of[of.Length / 2])} ({of.Length} faces)"
                );
            })
        );
        return text.Append(".\n").ToString();
    }

    private static double Length(LabelledFace face) =>
        face.Lines!.Sum(line => line.Points.Zip(line.Points.Skip(1), (a, b) => (b - a).Length).Sum()) / face.Size;

    // The gate is lifted: these faces are smaller than spots need.
    private static double[] Spots(IReadOnlyList<LabelledFace> labelled, Func<int, bool> which) =>
        [
            .. labelled
                .Where(face => face.Spots is { } spots && which(spots.Count(kind => Brown.Contains(kind))))
                .Select(face => face.Frame())
                .OfType<SkinFrame>()
                .Select(frame =>
                    new Pigmentation()
                        .Find(frame)
                        .Areas.Single(a => a.Area == "face")
                        .Others.Single(m => m.TechName == "density_score")
                        .Number
                    ?? 0
                ),
        ];
}
