using System;
using Cutis.Analysis.Algorithms;

namespace Cutis.Analysis.Bench;

/// <summary>Where the scores of a measure lie: at percentiles of faces, or at published limits.</summary>
/// <param name="Key">The measure.</param>
/// <param name="Source">Where the anchors come from, in words.</param>
/// <param name="Faces">How many faces they come from; 0 for published ones.</param>
/// <param name="Curve">The curve through them.</param>
internal sealed record ScoreAnchors(string Key, string Source, int Faces, ScoreCurve Curve)
{
    /// <summary>The score at each percentile of the labelled faces.</summary>
    public static IReadOnlyList<(double Percentile, double Score)> Percentiles { get; } =
    [(.05, 95), (.25, 85), (.5, 75), (.75, 60), (.95, 35)];

    // Fewer say nothing about percentiles.
    private const int MinFaces = 30;

    // The least part of the highest anchor at which an anchor counts.
    private const double MinStep = .2;

    // Hayashi et al. 2008 (J. Dermatol. 35): 5, 20 and 50 inflammatory eruptions in half a face end what is mild, moderate and
    // severe. Of 8 mm²
    // each, in both halves, on the 165 cm² of skin that a picture shows.
    private static readonly (double, double)[] Eruptions = [(.5, 90), (1.9, 60), (4.8, 30)];

    /// <summary>The anchors of all measures.</summary>
    /// <param name="labelled">Faces that look like photographs.</param>
    /// <param name="marked">Drawn faces with everything painted on them.</param>
    public static IReadOnlyList<ScoreAnchors> Create(IReadOnlyList<FaceValues> labelled, IReadOnlyList<FaceValues> marked) =>
        [
            .. ScoreMeasure.All.SelectMany(score =>
                score.Raw.Select((raw, i) => Create(raw.Key, Values(labelled, score, i), Values(marked, score, i)))
            ),
        ];

    private static ScoreAnchors Create(string key, double[] labelled, double[] marked)
    {
        const string Published = "published: 5, 20 and 50 eruptions in half a face (Hayashi et al. 2008)";
        if (key == "acne_area_percent")
            return new ScoreAnchors(key, Published, 0, new ScoreCurve(Eruptions));
        // Stubble and shine are taken for pores on photographs.
        if (key == "pores_per_cm2")
            return new ScoreAnchors(key, "drawn: the median of painted faces is 90", marked.Length, new ScoreCurve([(At(marked, .5), 90)]));
        if (labelled.Length < MinFaces)
            return new ScoreAnchors(
                key,
                "as red spots of the same area; too few labelled faces have an answer",
                0,
                new ScoreCurve(Eruptions)
            );
        var anchors = new List<(double Value, double Score)>();
        foreach (var (percentile, score) in Percentiles)
        {
            var value = At(labelled, percentile);
            // Where many faces have next to nothing, a low percentile would be a cliff: a single short line must not cost 15 points.
            anchors.RemoveAll(low => low.Value < MinStep * value);
            anchors.Add((value, score));
        }

        return new ScoreAnchors(key, "labelled: percentiles", labelled.Length, new ScoreCurve(anchors));
    }

    private static double[] Values(IReadOnlyList<FaceValues> faces, ScoreMeasure score, int raw) =>
        [.. faces.Select(face => face.Whole(score.Score)).OfType<double[]>().Select(values => values[raw]).Order()];

    // Between the two nearest ranks, to three digits.
    private static double At(double[] sorted, double part)
    {
        var rank = part * (sorted.Length - 1);
        var (low, high) = (sorted[(int)rank], sorted[Math.Min(sorted.Length - 1, (int)rank + 1)]);
        var value = low + ((high - low) * (rank - (int)rank));
        return value <= 0 ? 0 : Math.Round(value, 2 - (int)Math.Floor(Math.Log10(Math.Max(value, .001))));
    }
}
