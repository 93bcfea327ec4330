using System;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;

namespace Cutis.Analysis.Bench;

/// <summary>A raw measure that a score is made of.</summary>
/// <param name="Key">Its name in scores.json.</param>
/// <param name="Metric">Its technical name in results.</param>
/// <param name="Base">What is taken off it before it is scored.</param>
internal sealed record RawMeasure(string Key, string Metric, double Base = 0);

/// <summary>A score, and the raw measures of which it is the mean.</summary>
internal sealed record ScoreMeasure(string Algorithm, string Score, RawMeasure[] Raw)
{
    public static IReadOnlyList<ScoreMeasure> All { get; } =
    [
        new("lines", "lines_score", [new("lines_severity", "lines_severity")]),
        new(
            "redness",
            "redness_score",
            [new("redness_area_percent", "redness_area_percent"), new("redness_mean_excess", "redness_mean_excess")]
        ),
        new("uniformness", "uniformness_score", [new("uniformness_delta_e", "uniformness_delta_e")]),
        new("eye_area_condition", "eye_area_condition", [new("dark_circles_delta_l", "under_eye_delta_l", 1)]),
        new("pigmentation", "pigmentation_score", [new("pigmentation_area_percent", "density_score")]),
        new("acne", "acne_score", [new("acne_area_percent", "density_score")]),
        new("pores", "pores_score", [new("pores_per_cm2", "pores_density")]),
    ];

    /// <summary>The score of raw values, as the algorithms compute it.</summary>
    public double Of(IReadOnlyDictionary<string, ScoreCurve> curves, double[] raw)
    {
        double Round(double value) => Math.Round(value, MidpointRounding.AwayFromZero);
        return Round(Raw.Select((measure, i) => Round(curves[measure.Key].Score(raw[i]))).Average());
    }
}

/// <summary>The raw values of one picture, by score and area; what has no answer is missing.</summary>
internal sealed record FaceValues(IReadOnlyDictionary<(string Score, string Area), double[]> Raw)
{
    /// <summary>What the analysis finds in a picture.</summary>
    public static FaceValues Of(RgbImage picture)
    {
        if (!Photo.TryOpen(picture.EncodeJpeg(95), new PhotoLimits(), out var photo, out var error))
            throw new InvalidOperationException(error.Message);
        var answers = Analyser
            .Analyse(photo, new AnalysisOptions { Workers = 2, Algorithms = [.. ScoreMeasure.All.Select(m => m.Algorithm)] })
            .Answers;
        var raw = new Dictionary<(string, string), double[]>();
        foreach (var measure in ScoreMeasure.All)
        {
            foreach (var area in answers.Single(a => a.TechName == measure.Algorithm).Result.Areas ?? [])
            {
                if (area.MainMetric?.Value.ValueKind != JsonValueKind.Number)
                    continue;
                double Value(RawMeasure m) => area.Metrics.Single(x => x.TechName == m.Metric).Value.GetDouble() - m.Base;
                raw[(measure.Score, area.AreaName)] = [.. measure.Raw.Select(m => Math.Max(0, Value(m)))];
            }
        }

        return new FaceValues(raw);
    }

    /// <summary>The raw values of the whole face; null where there is no answer.</summary>
    public double[]? Whole(string score) => Raw.GetValueOrDefault((score, "face"));
}
