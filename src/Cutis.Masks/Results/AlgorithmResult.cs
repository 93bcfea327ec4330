using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>A number or a text with its name: a score, a count, a class.</summary>
/// <param name="Name">Display name.</param>
/// <param name="TechName">Technical name, stable.</param>
/// <param name="Value">A JSON number, string or null.</param>
/// <param name="WidgetType">How to show it (<c>bad_good_line</c>, <c>numeric</c>, <c>density</c>, <c>category</c>, …), or null.</param>
public sealed record Metric(string Name, string TechName, JsonElement Value, string? WidgetType)
{
    /// <summary>What the widget needs besides, in any form; of kind <c>Undefined</c> when there is nothing.</summary>
    public JsonElement WidgetMeta { get; init; }

    /// <summary>Whether it is meant to be shown, or null.</summary>
    public bool? WidgetShow { get; init; }

    /// <summary>The units, in any form; of kind <c>Undefined</c> when it has none.</summary>
    public JsonElement Units { get; init; }

    /// <summary>How it is written.</summary>
    public JsonKeys Keys { get; init; } = ResultFields.MetricKeys;
}

/// <summary>The metrics of one facial area.</summary>
/// <param name="AreaName">Such as <c>face</c> or <c>forehead</c>.</param>
/// <param name="MainMetric">The area's main metric, or null.</param>
/// <param name="SubMetrics">The others, in the order given; null is another way to write that there are none.</param>
public sealed record AreaResult(string AreaName, Metric? MainMetric, ImmutableArray<Metric>? SubMetrics)
{
    /// <summary>The main metric, if there is one, and the others.</summary>
    public IEnumerable<Metric> Metrics => [.. MainMetric is null ? [] : new[] { MainMetric }, .. SubMetrics ?? []];

    /// <summary>How it is written.</summary>
    public JsonKeys Keys { get; init; } = ResultFields.AreaKeys;
}

/// <summary>
/// What one algorithm found on one photo: all that the documented result says, and all that it says besides. <see cref="ResultJson"/>
/// reads and writes it without loss.
/// </summary>
/// <param name="AlgorithmTechName">The algorithm, as written in the result.</param>
public sealed record AlgorithmResult(string AlgorithmTechName)
{
    /// <summary>Which version of the algorithm answered, or null.</summary>
    public string? Revision { get; init; }

    /// <summary>The kind of photo; <c>selfie</c>, or null.</summary>
    public string? ImageType { get; init; }

    /// <summary>Metrics per area; null is another way to write that there are none.</summary>
    public ImmutableArray<AreaResult>? Areas { get; init; }

    /// <summary>Masks that fit the photo as uploaded; null when the algorithm has none.</summary>
    public MaskSet? MasksOriginal { get; init; }

    /// <summary>Masks that fit the face-aligned photo; null when the algorithm has none.</summary>
    public MaskSet? MasksRestored { get; init; }

    /// <summary>Codes of what is wrong with the photo, or null.</summary>
    public ImmutableArray<string>? Problems { get; init; }

    /// <summary>Why the algorithm gave no answer, or null.</summary>
    public string? Error { get; init; }

    /// <summary>How the result came about: an object of any form; of kind <c>Undefined</c> when nothing is said.</summary>
    public JsonElement Feedback { get; init; }

    /// <summary>How it is written.</summary>
    public JsonKeys Keys { get; init; } = ResultFields.ResultKeys;

    /// <summary>The area whose metrics stand for the whole: <c>face</c>, else the first; null when there is none.</summary>
    public AreaResult? MainArea => Areas?.FirstOrDefault(area => area.AreaName == "face") ?? Areas?.FirstOrDefault();
}
