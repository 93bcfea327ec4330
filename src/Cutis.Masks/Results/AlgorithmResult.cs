using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>A named number or text: a score, a count, a class.</summary>
/// <param name="Name">Display name.</param>
/// <param name="TechName">Technical name; stable.</param>
/// <param name="Value">A JSON number, string or null.</param>
/// <param name="WidgetType">Widget that displays it (<c>bad_good_line</c>, <c>numeric</c>, <c>density</c>, <c>category</c>, …), or
/// null.</param>
public sealed record Metric(string Name, string TechName, JsonElement Value, string? WidgetType)
{
    /// <summary>Data for the widget in any form; of kind <c>Undefined</c> when there is none.</summary>
    public JsonElement WidgetMeta { get; init; }

    /// <summary>Whether it is meant to be displayed, or null.</summary>
    public bool? WidgetShow { get; init; }

    /// <summary>The units in any form; of kind <c>Undefined</c> when there are none.</summary>
    public JsonElement Units { get; init; }

    /// <summary>The keys of its JSON.</summary>
    public JsonKeys Keys { get; init; } = ResultFields.MetricKeys;
}

/// <summary>The metrics of one facial area.</summary>
/// <param name="AreaName">The area, such as <c>face</c> or <c>forehead</c>.</param>
/// <param name="MainMetric">The area's main metric, or null.</param>
/// <param name="SubMetrics">The other metrics, in the order given; null is another way to write that there are none.</param>
public sealed record AreaResult(string AreaName, Metric? MainMetric, ImmutableArray<Metric>? SubMetrics)
{
    /// <summary>The main metric, if any, followed by the others.</summary>
    public IEnumerable<Metric> Metrics => [.. MainMetric is null ? [] : new[] { MainMetric }, .. SubMetrics ?? []];

    /// <summary>The keys of its JSON.</summary>
    public JsonKeys Keys { get; init; } = ResultFields.AreaKeys;
}

/// <summary>
/// What one algorithm says about one photo: everything the documented form has, and everything else that was said. <see cref="ResultJson"/>
/// reads and writes it without loss.
/// </summary>
/// <param name="AlgorithmTechName">The algorithm's name as written in the result.</param>
public sealed record AlgorithmResult(string AlgorithmTechName)
{
    /// <summary>Version of the algorithm that answered, or null.</summary>
    public string? Revision { get; init; }

    /// <summary>The kind of photo, <c>selfie</c>, or null.</summary>
    public string? ImageType { get; init; }

    /// <summary>Metrics per area; null is another way to write that there are none.</summary>
    public ImmutableArray<AreaResult>? Areas { get; init; }

    /// <summary>Masks for the original photo; null when the algorithm has none.</summary>
    public MaskSet? MasksOriginal { get; init; }

    /// <summary>Masks for the restored photo; null when the algorithm has none.</summary>
    public MaskSet? MasksRestored { get; init; }

    /// <summary>Codes of problems with the photo, or null.</summary>
    public ImmutableArray<string>? Problems { get; init; }

    /// <summary>Why the algorithm gave no answer, or null.</summary>
    public string? Error { get; init; }

    /// <summary>How the result came about: an object of any form; of kind <c>Undefined</c> when there is none.</summary>
    public JsonElement Feedback { get; init; }

    /// <summary>The keys of its JSON.</summary>
    public JsonKeys Keys { get; init; } = ResultFields.ResultKeys;

    /// <summary>
    /// The area whose metrics represent the whole result: <c>face</c>, otherwise the first one; null when there are no areas.
    /// </summary>
    public AreaResult? MainArea => Areas?.FirstOrDefault(area => area.AreaName == "face") ?? Areas?.FirstOrDefault();
}
