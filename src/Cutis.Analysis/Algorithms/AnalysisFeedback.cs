using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cutis.Analysis.Algorithms;

/// <summary>The <c>feedback</c> of a built-in result: how it came about.</summary>
internal sealed partial record AnalysisFeedback
{
    [JsonPropertyName("overlay")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Overlay { get; init; }

    [JsonPropertyName("tooltip")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QualityTooltip? Tooltip { get; init; }

    [JsonPropertyName("algorithm_version")]
    public required int AlgorithmVersion { get; init; }

    [JsonPropertyName("scores_version")]
    public int ScoresVersion { get; init; } = Scoring.Version;

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("warnings")]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    [JsonPropertyName("areas_without_skin")]
    public IReadOnlyList<string> AreasWithoutSkin { get; init; } = [];

    [JsonPropertyName("pixels_per_millimetre")]
    public double? PixelsPerMillimetre { get; init; }

    [JsonPropertyName("note")]
    public string Note { get; init; } = "Image measurement, not a diagnosis";

    public static string? NameOf(AlgorithmStatus? status) => status?.ToString().ToLowerInvariant();

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Context.Default.AnalysisFeedback);

    [JsonSerializable(typeof(AnalysisFeedback))]
    private sealed partial class Context : JsonSerializerContext;
}
