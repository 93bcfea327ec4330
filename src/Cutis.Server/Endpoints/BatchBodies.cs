using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Datasets;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>A batch that is to be added.</summary>
[SchemaName("NewBatch")]
internal sealed record NewBatchBody
{
    [ReadBy<AnyTimeReader>, JsonShape("""{"type": ["string", "null"]}""")]
    [Description("When its photos were taken. What cannot be read is now.")]
    public DateTimeOffset? CreationTime { get; init; }
}

/// <summary>A photo with what is said of it, as the older clients upload it.</summary>
[SchemaName("BatchImage")]
internal sealed record BatchImageBody
{
    [Description("The photo as base64; a `data:` prefix is left out. In a form the photo is the file.")]
    public string? B64data { get; init; }

    [Range(Dictionaries.Front, Dictionaries.Left), DefaultValue(Dictionaries.Front), Description("1 front, 2 right, 3 left.")]
    public int? SideId { get; init; }

    [Range(Dictionaries.RegularLight, Dictionaries.RegularLight), DefaultValue(Dictionaries.RegularLight)]
    public int? LightId { get; init; }

    [Length(1, 255), DefaultValue("image")]
    public string? Name { get; init; }

    [ReadBy<TimeReader>, Description("When the photo was taken; that of the batch where missing.")]
    public DateTimeOffset? CreationTime { get; init; }

    [Description("Anything, kept for the client.")]
    public JsonElement? Meta { get; init; }

    public Announcement ToAnnouncement() =>
        new(SideId ?? Dictionaries.Front, LightId ?? Dictionaries.RegularLight, Name ?? "image", CreationTime, Meta?.GetRawText());
}

/// <summary>A batch as clients see it.</summary>
[SchemaName("Batch")]
internal sealed record BatchAnswer(
    Guid Id,
    Guid CompanyId,
    Guid DatasetId,
    Guid SubjectId,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? CreationTime,
    [property: JsonConverter(typeof(Rfc3339)), Description("When its computation was last asked for.")] DateTimeOffset? ComputeTime
)
{
    public static BatchAnswer Create(ImageBatch batch) =>
        new(batch.Id, batch.CompanyId, batch.DatasetId, batch.SubjectId, batch.CreationTime, batch.ComputeAskedAt);
}

/// <summary>What is computed of a batch.</summary>
[SchemaName("BatchComputation")]
internal sealed record BatchComputationAnswer(
    Guid Id,
    Guid ImageBatchId,
    [property: AllowedValues("queued")] string Status,
    [property: Description("Those that have come; others are computed as they come.")] IReadOnlyList<Guid> Images,
    IReadOnlyList<string> Algorithms
);

/// <summary>A batch that was erased.</summary>
[SchemaName("ErasedBatch")]
internal sealed record ErasedBatch(Guid Id);

[JsonSerializable(typeof(NewBatchBody))]
[JsonSerializable(typeof(BatchImageBody))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(BatchComputationAnswer))]
[JsonSerializable(typeof(ErasedBatch))]
[JsonSerializable(typeof(Page<BatchAnswer>)), Schema(typeof(Page<BatchAnswer>), "BatchPage")]
internal sealed partial class BatchJson : JsonSerializerContext;
