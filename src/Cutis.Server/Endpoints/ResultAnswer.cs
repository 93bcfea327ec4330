using System.ComponentModel;
using System.Text.Json.Serialization;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http.Contract;

namespace Cutis.Server.Endpoints;

/// <summary>A stored result, without the shapes themselves.</summary>
[SchemaName("StoredResult")]
internal sealed record ResultAnswer(
    [property: Description("The canonical name.")] string AlgorithmTechName,
    Guid ImageId,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? StoredAt,
    string? Error,
    MetricAnswer? MainMetric,
    IReadOnlyList<StoredMaskAnswer>? MasksOriginal,
    IReadOnlyList<StoredMaskAnswer>? MasksRestored
)
{
    public static ResultAnswer Create(ResultSummary result) =>
        new(
            result.Algorithm,
            result.ImageId,
            result.StoredAt,
            result.Error,
            result.MainMetric is { } main ? MetricAnswer.Create(main) : null,
            StoredMaskAnswer.Create(result.MasksOriginal),
            StoredMaskAnswer.Create(result.MasksRestored)
        );
}

/// <summary>One stored mask.</summary>
[SchemaName("StoredMask")]
internal sealed record StoredMaskAnswer(string Name, string TechName, string MaskType, string? Fill, string? ViewBox, int Shapes)
{
    public static IReadOnlyList<StoredMaskAnswer>? Create(StoredMasks? masks) =>
        masks is null
            ? null
            : [.. masks.Masks.Select(m => new StoredMaskAnswer(m.Name, m.TechName, m.MaskType, m.Fill, m.ViewBox, m.Shapes))];
}
