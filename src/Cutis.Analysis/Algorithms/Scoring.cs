using System.Text.Json;
using Cutis.Analysis.Models;

namespace Cutis.Analysis.Algorithms;

/// <summary>
/// Converts raw measures to scores of 0..100, and says how far a score would be off if the same face were photographed again. The numbers
/// are in scores.json, which <c>bench/analysis scores</c> makes; docs/analysis-scores.md has where they come from. They are provisional:
/// no population of people stands behind them, so that the raw measures are reported too.
/// </summary>
internal static class Scoring
{
    private static readonly Lazy<File> Numbers = new(Read);

    /// <summary>The version of the numbers.</summary>
    public static int Version => Numbers.Value.Version;

    /// <summary>The score of a measure; higher is better.</summary>
    public static double Score(string measure, double value) =>
        Math.Round(
            Numbers.Value.Curves.TryGetValue(measure, out var curve)
                ? curve.Score(value)
                : 100 * Math.Exp(-Math.Max(0, value) / Numbers.Value.Decays[measure]),
            MidpointRounding.AwayFromZero
        );

    /// <summary>
    /// The half width in points of the interval that holds 95 of 100 repeated measurements of the same face, for a score; null for scores
    /// whose repeatability was not measured.
    /// </summary>
    /// <param name="score">Technical name of the score.</param>
    /// <param name="value">The score.</param>
    /// <param name="isWhole">Whether it is that of the whole face; scores of areas repeat less well.</param>
    public static double? Uncertainty(string score, double value, bool isWhole) =>
        Numbers.Value.Uncertainties.TryGetValue(score, out var bands)
            ? (isWhole ? bands.Face : bands.Area).Last(band => value >= band.From).Points
            : null;

    /// <summary>The finding with the uncertainty of every main score beside it; null where the score is.</summary>
    public static Finding WithUncertainty(Finding finding) => finding with { Areas = [.. finding.Areas.Select(With)] };

    private static AreaFinding With(AreaFinding area)
    {
        if (area.Main is not { } main || !Numbers.Value.Uncertainties.ContainsKey(main.TechName))
            return area;
        var points = main.Number is { } value ? Uncertainty(main.TechName, value, area.Area == "face") : null;
        return area with
        {
            Others = area.Others.Add(
                new Measure(main.TechName + "_uncertainty", $"{main.Name}, ± with 95 %", "numeric", points, null, "points")
            ),
        };
    }

    private static File Read()
    {
        using var document = JsonDocument.Parse(ModelFiles.Read("skin/scores.json"));
        var root = document.RootElement;
        return new File(
            root.GetProperty("version").GetInt32(),
            ByName(root.GetProperty("curves"), curve => new ScoreCurve(Pairs(curve.GetProperty("anchors")))),
            ByName(root.GetProperty("decays"), x0 => x0.GetDouble()),
            ByName(root.GetProperty("uncertainty"), bands => (Pairs(bands.GetProperty("face")), Pairs(bands.GetProperty("area"))))
        );
    }

    private static Dictionary<string, T> ByName<T>(JsonElement items, Func<JsonElement, T> read) =>
        items.EnumerateObject().ToDictionary(item => item.Name, item => read(item.Value), StringComparer.Ordinal);

    private static (double From, double Points)[] Pairs(JsonElement list) =>
        [.. list.EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].GetDouble()))];

    private sealed record File(
        int Version,
        Dictionary<string, ScoreCurve> Curves,
        Dictionary<string, double> Decays,
        Dictionary<string, ((double From, double Points)[] Face, (double From, double Points)[] Area)> Uncertainties
    );
}
