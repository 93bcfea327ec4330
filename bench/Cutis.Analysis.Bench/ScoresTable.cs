using System;
using System.Globalization;
using System.Text;
using Cutis.Analysis.Algorithms;

namespace Cutis.Analysis.Bench;

/// <summary>The tables of docs/analysis-scores.md.</summary>
internal static class ScoresTable
{
    public const string Head = """
        # Figures of the scores

        Made by `bench/analysis scores`, which also writes `src/Cutis.Analysis/Skin/scores.json` from these numbers. **All scores are
        provisional**: no population of people stands behind them, only synthetic faces that look like photos, drawn ones, and published
        limits. A score falls strictly as its raw measure rises (before it is rounded), so that it never orders two faces otherwise than
        the measure does. docs/analysis.md says how to read them.

        """;

    /// <summary>Raw values at the anchors.</summary>
    public static string Anchors(IReadOnlyList<ScoreAnchors> anchors)
    {
        var text = new StringBuilder(
            """

            ## Anchors

            The score is 100 where nothing is measured, straight from anchor to anchor, and falls exponentially beyond the last.
            Percentiles 5, 25, 50, 75 and 95 of the labelled faces are 95, 85, 75, 60 and 35; those below a fifth of the highest are left
            out, as one short line would cost ten points. A score of two measures is the mean of both.

            | measure | from | faces | anchors: measure → score |
            | --- | --- | --- | --- |

            """
        );
        foreach (var a in anchors)
        {
            var pairs = a.Curve.Anchors.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Value} → {p.Score}"));
            var faces = a.Faces == 0 ? "–" : a.Faces.ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"| `{a.Key}` | {a.Source} | {faces} | {string.Join(", ", pairs)} |\n");
        }

        return text.ToString();
    }

    /// <summary>What stands beside scores.</summary>
    public static string Uncertainty(Repeatability[] whole, Repeatability[] areas, int labelled, int drawn)
    {
        var text = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""

                ## Uncertainty

                ± points that hold 95 of 100 repeated measurements of the same face: 1.96 times the standard deviation within a face, over
                {labelled} labelled and {drawn} drawn faces, each as it is and in {Variants.All.Count} other photos
                ({string.Join(", ", Variants.All.Select(v => v.Name))}).
                In brackets, how many faces or areas have such a score; where there are fewer than eight, the number is that of all. It
                holds the camera, not the day: what skin itself does is not in it.

                | score | of | below 60 | 60 to 79 | from 80 |
                | --- | --- | --- | --- | --- |

                """
            )
        );
        foreach (var (face, area) in whole.Zip(areas))
        foreach (var (of, name) in new[] { (face, "the face"), (area, "an area") })
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{of.Score}` | {name} | {string.Join(" | ", of.Bands.Select(b => $"± {b.Points} ({b.Count})"))} |\n"
            );
        return text.ToString();
    }

    /// <summary>By what a score changes with each change of the photo.</summary>
    public static string Changes(FaceValues[][] repeats, Dictionary<string, ScoreCurve> curves)
    {
        var text = new StringBuilder("\nMean change of the face's score, and the largest, in points:\n\n| score | faces |")
            .Append(string.Concat(Variants.All.Select(v => $" {v.Name} |")))
            .Append("\n| --- | --- |")
            .Append(string.Concat(Variants.All.Select(_ => " --- |")))
            .Append('\n');
        foreach (var measure in ScoreMeasure.All)
        {
            var rows = repeats.Where(pictures => pictures[0].Whole(measure.Score) is not null).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"| `{measure.Score}` | {rows.Length} |");
            for (var v = 1; v <= Variants.All.Count; v++)
            {
                double[] changes =
                [
                    .. rows.Where(r => r[v].Whole(measure.Score) is not null)
                        .Select(r => measure.Of(curves, r[v].Whole(measure.Score)!) - measure.Of(curves, r[0].Whole(measure.Score)!)),
                ];
                text.Append(
                    changes.Length == 0
                        ? " – |"
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $" {changes.Average():+0.0;−0.0;0}, {changes.MaxBy(Math.Abs):+0;−0;0} |"
                        )
                );
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
