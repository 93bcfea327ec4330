using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Datasets;
using Cutis.Platform.Images;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http.Contract;

namespace Cutis.Server.Endpoints;

/// <summary>An image as clients see it: the keys of Cutis, and those that the contract has.</summary>
[SchemaName("Image")]
internal sealed record ImageAnswer
{
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required Guid? DatasetId { get; init; }

    public required Guid? SubjectId { get; init; }

    public required Guid? BatchId { get; init; }

    public required string Name { get; init; }

    [JsonConverter(typeof(Rfc3339)), NeverNull, Description("When the photo was taken, as the client said; else when it was uploaded.")]
    public required DateTimeOffset? CreationTime { get; init; }

    [Description("Null until the photo has come, and once it was deleted.")]
    public required PhotoAnswer? Original { get; init; }

    public required PhotoAnswer? Restored { get; init; }

    public required PhotoUrls Urls { get; init; }

    [JsonConverter(typeof(Rfc3339)), NeverNull]
    public required DateTimeOffset? UrlsExpireAt { get; init; }

    public required DictionaryEntry? Side { get; init; }

    public string? SideName => Side?.Name;

    public string? SideTechName => Side?.TechName;

    public required DictionaryEntry? Light { get; init; }

    public string? LightName => Light?.Name;

    public string? LightTechName => Light?.TechName;

    public DictionaryEntry ImageType => Dictionaries.Selfie;

    public string ImageTypeName => ImageType.Name;

    public string ImageTypeTechName => ImageType.TechName;

    public required JsonElement? Meta { get; init; }

    [JsonConverter(typeof(StoredValue)), Description("The main metric of the quality result; null until it was computed.")]
    public string? QualityScore { get; init; }

    public JsonElement? QualityFeedback { get; init; }

    public MetricAnswer? QualityResult { get; init; }

    public IReadOnlyList<string> QualityIssues => Problems;

    public IReadOnlyList<string> Problems { get; init; } = [];

    [Description("Always null: there are no stages.")]
    public int? StageStepNumber { get; init; }

    [Description("Always null: there are no stages.")]
    public int? StageNumber { get; init; }

    [
        JsonConverter(typeof(Rfc3339)),
        Description("When the photos are deleted by what the dataset says, if nothing is computed until then.")
    ]
    public DateTimeOffset? PhotosExpireAt { get; init; }

    [JsonConverter(typeof(Rfc3339)), Description("When the results are deleted by what the dataset says.")]
    public DateTimeOffset? MetadataExpireAt { get; init; }

    [JsonConverter(typeof(Rfc3339)), Description("When the photos were deleted; results stay.")]
    public DateTimeOffset? PhotosDeletedAt { get; init; }

    /// <summary>The outcome of queueing the analysis of an upload; null when none was requested.</summary>
    [NeverNull, AllowedValues("queued", "queue_full")]
    [Description(
        "In the answer to an upload, where it is to be analysed: `queued`, or `queue_full` when too many analyses wait. Then "
            + "the photo is stored without one, and `POST …/compute/` asks for it later."
    )]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(JsonStringEnumConverter<UploadAnalysis>))]
    public UploadAnalysis? Analysis { get; init; }

    [NeverNull, Url, Description("Where the photo is uploaded to; in the answer to its announcement.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    [NeverNull, Description("The method of the upload.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Method { get; init; }

    [NeverNull, Description("The headers of the upload.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    [NeverNull]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContentType { get; init; }
}

/// <summary>One photo of an image; width and height are as a viewer sees it.</summary>
[SchemaName("Photo"), Description("Width and height are as a viewer sees the photo.")]
internal sealed record PhotoAnswer(
    [property: AllowedValues("image/jpeg", "image/png")] string MediaType,
    int Width,
    int Height,
    long Bytes,
    string Sha256
)
{
    /// <summary>A photo; null when there is none, or none any more.</summary>
    public static PhotoAnswer? Create(StoredPhoto? photo) =>
        photo is not { Digest.Length: > 0 } ? null : new PhotoAnswer(photo.MediaType, photo.Width, photo.Height, photo.Bytes, photo.Digest);
}

/// <summary>Signed URLs of the photos; null where there is none.</summary>
[SchemaName("PhotoUrls")]
internal sealed record PhotoUrls(
    [property: Url] string? Original,
    [property: Url] string? Restored,
    [property: Url, JsonPropertyName("500x500"), Description("The original, scaled down to fit.")] string? Small,
    [property: Url, JsonPropertyName("800x1200"), Description("The original, scaled down to fit.")] string? Large,
    [property: Url, Description("The original, scaled down to fit 320 × 320, for lists.")] string? Thumbnail
);
