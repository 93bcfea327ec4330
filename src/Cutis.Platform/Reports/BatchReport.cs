using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cutis.Platform.Reports;

/// <summary>The results of the images of a batch in one answer.</summary>
[Description("The results of the images of a batch in one answer.")]
internal sealed record BatchReport(
    Guid ImageBatchId,
    Guid SubjectId,
    SkinParameters Parameters,
    [property: Description("Always empty: there are no surveys.")] IReadOnlyList<string> SurveyResults,
    [property: Description("Whether nothing of the batch is being computed, or waits to be.")] bool AllAlgorithmsCalculated,
    [property: Description("The run of the application that is attached to the dataset.")] Guid? ScAppId,
    [property: Description("Whether `predicted_images` may be shown to whoever asks.")] bool CanWatchPredictedImages,
    [property: Description("Signed URLs of the photos by side.")] IReadOnlyDictionary<string, SidePictures> PredictedImages
);

/// <summary>Pictures of one side that fit one another: a mask lies on the photo under the same key.</summary>
/// <param name="Original">Of the photo as it was uploaded.</param>
/// <param name="AlignedFace">Of the restored photo.</param>
/// <param name="Anonymised">Of the restored photo with the eyes hidden.</param>
internal sealed record SidePictures(string? Original, string? AlignedFace, string? Anonymised);

/// <summary>One parameter.</summary>
internal sealed record SkinParameter
{
    [Description("0 to 100; more is better.")]
    public double? Score { get; init; }

    [Description("1 to 5; 1 is best.")]
    public int? Grade { get; init; }

    [Description("`Great`, `Good`, `Average` or `Poor`; the class itself for skin type and skin tone.")]
    public string? Tag { get; init; }

    [Description("How many were found.")]
    public double? Amount { get; init; }

    [Description("The share of skin that they cover, in per mille.")]
    public double? Density { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Age { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? EyesAge { get; init; }

    [Description("The individual typology angle, in degrees.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Ita { get; init; }

    [Description("The same by area of the face; null where it was not measured.")]
    public required IReadOnlyDictionary<string, AreaParameter> Areas { get; init; }

    [Description("Signed URLs of the marks alone, as PNG on transparent ground, by side.")]
    public required IReadOnlyDictionary<string, SidePictures> Masks { get; init; }

    [Description("The same as SVG.")]
    public required IReadOnlyDictionary<string, SidePictures> MasksSvg { get; init; }
}

/// <summary>One parameter in one area.</summary>
internal sealed record AreaParameter(double? Score, int? Grade, string? Tag, double? Amount, double? Density);

/// <summary>The metrics of an envelope, by area and name.</summary>
internal sealed class EnvelopeMetrics
{
    private readonly Dictionary<(string Area, string Name), JsonElement> _values = [];

    private EnvelopeMetrics() { }

    public static EnvelopeMetrics Read(string envelope)
    {
        var metrics = new EnvelopeMetrics();
        using var document = JsonDocument.Parse(envelope);
        if (!document.RootElement.TryGetProperty("area_results", out var areas) || areas.ValueKind != JsonValueKind.Array)
            return metrics;
        foreach (var area in areas.EnumerateArray())
        {
            var name = area.GetProperty("area_name").GetString()!;
            if (area.TryGetProperty("main_metric", out var main))
                metrics.Add(name, main);
            if (area.TryGetProperty("sub_metrics", out var others) && others.ValueKind == JsonValueKind.Array)
                foreach (var other in others.EnumerateArray())
                    metrics.Add(name, other);
        }

        return metrics;
    }

    /// <summary>A number; null when it was not measured.</summary>
    /// <param name="area">The area.</param>
    /// <param name="names">The name of the metric in any case; several with bars between them.</param>
    public double? Number(string area, string? names) =>
        Find(area, names) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    /// <summary>A class; null when it was not measured.</summary>
    public string? Text(string area, string? names) =>
        Find(area, names) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private JsonElement? Find(string area, string? names)
    {
        foreach (var name in names?.Split('|') ?? [])
            if (_values.TryGetValue((area, name), out var value))
                return value;
        return null;
    }

    private void Add(string area, JsonElement metric)
    {
        if (metric.ValueKind != JsonValueKind.Object)
            return;
        // Names are capitalised here and there.
        var name = metric.GetProperty("tech_name").GetString()!.ToLowerInvariant();
        _values.TryAdd((area, name), metric.GetProperty("value").Clone());
    }
}
