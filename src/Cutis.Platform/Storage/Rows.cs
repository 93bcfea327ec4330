using System.Collections.Immutable;
using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using Cutis.Masks.Colours;

namespace Cutis.Platform.Storage;

/// <summary>A tenant.</summary>
internal sealed class Company
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether photos are analysed as soon as they are uploaded.</summary>
    public bool AnalyseUploads { get; set; }

    /// <summary>For how many days its audit events are kept.</summary>
    public int AuditDays { get; set; } = 365;
}

/// <summary>A row that belongs to a company and is seen by that company's requests only.</summary>
internal interface IOfCompany
{
    Guid CompanyId { get; }
}

/// <summary>
/// A photo, and its aligned version once there is one. An erased image keeps its row, without its photos and results; one whose photos
/// were deleted keeps their sizes, without their digests.
/// </summary>
internal sealed class Image : IOfCompany
{
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ErasedAt { get; set; }

    public required StoredPhoto Original { get; init; }

    public StoredPhoto? Restored { get; set; }

    /// <summary>Where the face is; null until the image was analysed.</summary>
    public StoredFaces? Faces { get; set; }

    /// <summary>The generation of the installation at which the objects of this image last changed.</summary>
    public long Generation { get; set; }

    /// <summary>The dataset that it is in, with its subject and batch; null for an image that was uploaded for itself.</summary>
    public Guid? DatasetId { get; init; }

    /// <summary>Of whom it is.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>What it was uploaded with.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Which side of the face it shows.</summary>
    public int? SideId { get; init; }

    /// <summary>In which light it was taken.</summary>
    public int? LightId { get; init; }

    /// <summary>When the photo was taken, as the client says; when it was uploaded where the client does not say.</summary>
    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>Any JSON, kept for the client.</summary>
    public string? Meta { get; set; }

    /// <summary>When its photos were deleted, while its results stay.</summary>
    public DateTimeOffset? PhotosDeletedAt { get; set; }

    /// <summary>When its results and what the client said of it were deleted; null again once there are new results.</summary>
    public DateTimeOffset? MetadataDeletedAt { get; set; }

    /// <summary>Stands in signed URLs; it rises when those that were issued are revoked.</summary>
    public long AccessEpoch { get; set; }
}

/// <summary>What is known of a photo in the object store. Width and height are as a viewer sees it.</summary>
internal sealed record StoredPhoto(
    [property: JsonPropertyName("Digest")] string Digest,
    [property: JsonPropertyName("MediaType")] string MediaType,
    [property: JsonPropertyName("Width")] int Width,
    [property: JsonPropertyName("Height")] int Height,
    [property: JsonPropertyName("Bytes")] long Bytes
)
{
    /// <summary>Whether its colour profile is of a kind that colours cannot be brought into.</summary>
    [JsonPropertyName("HasOddProfile")]
    public bool HasUnsupportedProfile { get; init; }

    /// <summary>Whether analysis made it.</summary>
    [JsonPropertyName("IsComputed")]
    public bool IsComputed { get; init; }

    /// <summary>The same photo with the eyes hidden; null for photos that nobody has anonymised.</summary>
    [JsonPropertyName("Anonymised")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredFile? Anonymised { get; init; }

    /// <summary>
    /// What is still said of a photo whose file was deleted: masks are laid out by its size, but a digest tells a known photo.
    /// </summary>
    [JsonIgnore]
    public StoredPhoto WithoutFile => this with { Digest = "", Anonymised = null };
}

/// <summary>A file in the object store.</summary>
internal sealed record StoredFile([property: JsonPropertyName("Digest")] string Digest, [property: JsonPropertyName("Bytes")] long Bytes);

/// <summary>What an algorithm found on an image.</summary>
internal sealed class Result : IOfCompany
{
    public required Guid ImageId { get; init; }

    /// <summary>Canonical name.</summary>
    public required string Algorithm { get; init; }

    public required Guid CompanyId { get; init; }

    public required DateTimeOffset StoredAt { get; set; }

    /// <summary>The document without its masks, as JSON.</summary>
    public required string Envelope { get; set; }

    public required string? Error { get; set; }

    public required StoredMetric? MainMetric { get; set; }

    public required ImmutableArray<StoredMetric> SubMetrics { get; set; }

    public required StoredMasks? MasksOriginal { get; set; }

    public required StoredMasks? MasksRestored { get; set; }

    /// <summary>What stood around it in the list from which it was imported, as a JSON object; null for others.</summary>
    public string? Item { get; init; }
}

/// <summary>A result without its document, which may have megabytes and is needed by those alone who ask for it whole.</summary>
internal sealed record ResultSummary(
    Guid ImageId,
    string Algorithm,
    DateTimeOffset StoredAt,
    string? Error,
    StoredMetric? MainMetric,
    ImmutableArray<StoredMetric> SubMetrics,
    StoredMasks? MasksOriginal,
    StoredMasks? MasksRestored
)
{
    /// <summary>What a query reads of a row.</summary>
    public static Expression<Func<Result, ResultSummary>> Columns { get; } =
        r => new ResultSummary(r.ImageId, r.Algorithm, r.StoredAt, r.Error, r.MainMetric, r.SubMetrics, r.MasksOriginal, r.MasksRestored);

    public static ResultSummary Create(Result r) =>
        new(r.ImageId, r.Algorithm, r.StoredAt, r.Error, r.MainMetric, r.SubMetrics, r.MasksOriginal, r.MasksRestored);
}

/// <summary>The four keys that a metric has in an answer of the rasterisation; the value is raw JSON.</summary>
internal sealed record StoredMetric(
    [property: JsonPropertyName("Name")] string Name,
    [property: JsonPropertyName("TechName")] string TechName,
    [property: JsonPropertyName("Value")] string Value,
    [property: JsonPropertyName("WidgetType")] string? WidgetType
)
{
    /// <summary>The value as a number; null for what is none.</summary>
    [JsonIgnore]
    public double? Number => double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}

/// <summary>A mask set in the object store, and what a request needs of it without reading it.</summary>
internal sealed record StoredMasks(
    [property: JsonPropertyName("Digest")] string Digest,
    [property: JsonPropertyName("Bytes")] long Bytes,
    [property: JsonPropertyName("Masks")] ImmutableArray<StoredMask> Masks
);

/// <summary>One mask of a mask set.</summary>
internal sealed record StoredMask(
    [property: JsonPropertyName("Name")] string Name,
    [property: JsonPropertyName("TechName")] string TechName,
    [property: JsonPropertyName("MaskType")] string MaskType,
    [property: JsonPropertyName("Fill")] string? Fill,
    [property: JsonPropertyName("ViewBox")] string? ViewBox,
    [property: JsonPropertyName("Shapes")] int Shapes
)
{
    /// <summary>The colours of its grid, if it has one.</summary>
    [JsonPropertyName("Scale")]
    public string? Scale { get; init; }

    /// <summary>What it lies on; null for masks that the built-in analysis did not make.</summary>
    [JsonPropertyName("Ground")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredGround? Ground { get; init; }
}

/// <summary>Luminances, 0..1, of what marks lie on: that of a tenth, of half and of nine tenths of it.</summary>
internal sealed record StoredGround(
    [property: JsonPropertyName("Low")] double Low,
    [property: JsonPropertyName("Middle")] double Middle,
    [property: JsonPropertyName("High")] double High
)
{
    /// <summary>It as colours are chosen by it.</summary>
    [JsonIgnore]
    public Ground Value => new(Low, Middle, High);

    /// <summary>It as it is stored.</summary>
    public static StoredGround? Create(Ground? ground) => ground is { } on ? new StoredGround(on.Low, on.Middle, on.High) : null;
}
