using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Masks;

/// <summary>A number or a text with its name: a score, a count, a class.</summary>
/// <param name="Name">Display name.</param>
/// <param name="TechName">Technical name, stable.</param>
/// <param name="Value">A JSON number, string or null.</param>
/// <param name="WidgetType">How to show it (<c>bad_good_line</c>, <c>numeric</c>, <c>density</c>, <c>category</c>, …), or null.</param>
public sealed record Metric(string Name, string TechName, JsonElement Value, string? WidgetType);

/// <summary>The metrics of one facial area.</summary>
/// <param name="AreaName">Such as <c>face</c> or <c>forehead</c>.</param>
/// <param name="MainMetric">The area's main metric, or null.</param>
/// <param name="SubMetrics">The others, in the order given; empty when there are none.</param>
public sealed record AreaResult(string AreaName, Metric? MainMetric, ImmutableArray<Metric> SubMetrics);

/// <summary>What one algorithm found on one photo: the documented result envelope.</summary>
/// <param name="AlgorithmTechName">The algorithm, as written in the result.</param>
/// <param name="Areas">Metrics per area.</param>
/// <param name="MasksOriginal">Masks that fit the photo as uploaded; null when the algorithm has none.</param>
/// <param name="MasksRestored">Masks that fit the face-aligned photo; null when the algorithm has none.</param>
/// <param name="Error">Why the algorithm gave no answer, or null.</param>
public sealed record AlgorithmResult(
    string AlgorithmTechName,
    ImmutableArray<AreaResult> Areas,
    ImmutableArray<Mask>? MasksOriginal,
    ImmutableArray<Mask>? MasksRestored,
    string? Error)
{
    /// <summary>The area whose metrics stand for the whole: <c>face</c>, else the first; null when there is none.</summary>
    public AreaResult? MainArea => Areas.FirstOrDefault(area => area.AreaName == "face") ?? Areas.FirstOrDefault();
}
