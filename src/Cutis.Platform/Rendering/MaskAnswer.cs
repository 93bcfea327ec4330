using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Rendering;

/// <summary>The answer to one entry of <c>masks</c>.</summary>
internal sealed record MaskAnswer(
    [property: Description("As it was asked.")] string AlgorithmTechName,
    [property: Url] string? MaskedImageUrl,
    string? Error,
    MetricAnswer? MainMetric,
    IReadOnlyList<MetricAnswer>? SubMetrics,
    Feedback Feedback
)
{
    /// <summary>The answer to an entry that cannot be drawn.</summary>
    public static MaskAnswer Failed(MaskOptions options, ResultSummary? result, string code, string text) =>
        Create(options, result, null, text, new Feedback(null, null, null, null, 0, [], [], code));

    /// <summary>The same with what is said of the photo's quality.</summary>
    public MaskAnswer With(QualityNote note) =>
        note == QualityNote.None ? this : this with { Feedback = Feedback with { Overlay = note.Overlay, Tooltip = note.Tooltip } };

    /// <summary>An answer with the requested metrics.</summary>
    public static MaskAnswer Create(MaskOptions options, ResultSummary? result, string? url, string? error, Feedback feedback) =>
        new(
            options.RequestedName,
            url,
            error,
            options.MainMetric && result?.MainMetric is { } main ? MetricAnswer.Create(main) : null,
            options.SubMetrics ? [.. result is null ? [] : result.SubMetrics.Select(MetricAnswer.Create)] : null,
            feedback
        );
}

/// <summary>The answer of v5: one entry per entry of <c>masks</c>, and what the quality algorithm found, if it did.</summary>
internal sealed record SvgMasksAnswer(
    IReadOnlyList<MaskAnswer> Results,
    [property: Description("What the `quality` algorithm found, if it has a result.")] QualityAnswer? Quality
);

/// <summary>The result of the quality algorithm.</summary>
internal sealed record QualityAnswer(MetricAnswer? MainMetric, IReadOnlyList<MetricAnswer> SubMetrics)
{
    public static QualityAnswer Create(ResultSummary result) =>
        new(result.MainMetric is { } main ? MetricAnswer.Create(main) : null, [.. result.SubMetrics.Select(MetricAnswer.Create)]);
}

/// <summary>A metric with the four keys of the contract.</summary>
internal sealed record MetricAnswer(
    string Name,
    string TechName,
    [property: JsonConverter(typeof(StoredValue))] string Value,
    string? WidgetType
)
{
    public static MetricAnswer Create(StoredMetric metric) => new(metric.Name, metric.TechName, metric.Value, metric.WidgetType);
}

/// <summary>What Cutis adds to an answer.</summary>
[Description("What Cutis adds to the contract.")]
internal sealed record Feedback(
    [property: JsonConverter(typeof(Rfc3339))] DateTimeOffset? ExpiresAt,
    int? Width,
    int? Height,
    string? MediaType,
    int Shapes,
    IReadOnlyList<DrawnMask> Masks,
    IReadOnlyList<Warning> Warnings,
    [property: AllowedValues(
        "unknown_algorithm",
        "not_computed",
        "no_mask",
        "no_restored_image",
        "photos_deleted",
        "analysis_failed",
        "mask_invalid",
        "no_face",
        "not_full_face",
        "resolution",
        "pose",
        "no_skin",
        "greyscale",
        "colour_cast",
        "not_available",
        "plugin_failed",
        "mask_too_slow",
        "mask_too_large",
        "scene_too_large"
    )]
        string? ErrorCode
)
{
    [Description("What the quality result says of the photo, in a sentence. Left out where there is none, as is `tooltip`.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Overlay { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QualityTooltip? Tooltip { get; init; }
}

/// <summary>A mask on the picture.</summary>
internal sealed record DrawnMask(string TechName, string MaskType, string Fill)
{
    [Description("The colour of the line around its areas or dots. Left out where there is none.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Edge { get; init; }
}

/// <summary>Something that was not as asked.</summary>
internal sealed record Warning(
    [property: AllowedValues(
        "concentric_lines_ignored",
        "crop_ignored",
        "outline_ignored",
        "profile_not_converted",
        "quality_ignored",
        "view_box_aspect"
    )]
        string Code,
    string Message
);

/// <summary>Writes the value of a metric: a number as it was written, a text, or null.</summary>
internal sealed class StoredValue : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(value));
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            writer.WriteStringValue(reader.GetString());
        else
            writer.WriteRawValue(value);
    }
}

/// <summary>Writes times in UTC with whole seconds and a Z (RFC 3339).</summary>
internal sealed class Rfc3339 : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
            writer.WriteStringValue(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        else
            writer.WriteNullValue();
    }
}
