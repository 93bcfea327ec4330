using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>The documented keys of a result, their values, and the order in which computed results have them.</summary>
internal static class ResultFields
{
    public static JsonKeys MetricKeys { get; } = JsonKeys.Create("value", "widget_type", "name", "tech_name", "widget_meta", "units");

    public static JsonKeys AreaKeys { get; } = JsonKeys.Create("area_name", "main_metric", "sub_metrics");

    public static JsonKeys ResultKeys { get; } =
        JsonKeys.Create(
            "algorithm_tech_name",
            "image_type",
            "area_results",
            ResultEnvelope.Restored,
            ResultEnvelope.Original,
            "problems",
            "error",
            "feedback"
        );

    public static IReadOnlyList<JsonField<Metric>> ForMetric { get; } =
    [
        JsonField<Metric>.Any("value", m => m.Value),
        JsonField<Metric>.Text("widget_type", m => m.WidgetType),
        JsonField<Metric>.Text("name", m => m.Name),
        JsonField<Metric>.Text("tech_name", m => m.TechName),
        JsonField<Metric>.Any("widget_meta", m => m.WidgetMeta),
        JsonField<Metric>.Any("units", m => m.Units),
        new("widget_show", m => m.WidgetShow is null, (json, m) => json.WriteBooleanValue(m.WidgetShow!.Value)),
    ];

    public static IReadOnlyList<JsonField<AreaResult>> ForArea { get; } =
    [
        JsonField<AreaResult>.Text("area_name", a => a.AreaName),
        new("main_metric", a => a.MainMetric is null, (json, a) => Write(json, a.MainMetric!)),
        JsonField<AreaResult>.List("sub_metrics", a => a.SubMetrics, Write),
    ];

    public static IReadOnlyList<JsonField<AlgorithmResult>> ForResult { get; } =
        Create((json, masks) => json.WriteRawValue(masks.Json.Span, skipInputValidation: true));

    /// <summary>The keys of a result in which the mask sets are replaced by markers.</summary>
    public static IReadOnlyList<JsonField<AlgorithmResult>> WithoutMasks { get; } = Create((json, _) => json.WriteNullValue());

    private static IReadOnlyList<JsonField<AlgorithmResult>> Create(Action<Utf8JsonWriter, MaskSet> write) =>
        [
            JsonField<AlgorithmResult>.Text("revision", r => r.Revision),
            JsonField<AlgorithmResult>.Text("algorithm_tech_name", r => r.AlgorithmTechName),
            JsonField<AlgorithmResult>.Text("image_type", r => r.ImageType),
            JsonField<AlgorithmResult>.List("area_results", r => r.Areas, (json, area) => area.Keys.Write(json, area, ForArea)),
            new(ResultEnvelope.Restored, r => r.MasksRestored is null, (json, r) => write(json, r.MasksRestored!)),
            new(ResultEnvelope.Original, r => r.MasksOriginal is null, (json, r) => write(json, r.MasksOriginal!)),
            JsonField<AlgorithmResult>.List("problems", r => r.Problems, (json, problem) => json.WriteStringValue(problem)),
            JsonField<AlgorithmResult>.Text("error", r => r.Error),
            JsonField<AlgorithmResult>.Any("feedback", r => r.Feedback),
        ];

    private static void Write(Utf8JsonWriter json, Metric metric) => metric.Keys.Write(json, metric, ForMetric);
}
