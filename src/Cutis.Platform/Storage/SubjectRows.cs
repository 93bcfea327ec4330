using System.Collections.Immutable;

namespace Cutis.Platform.Storage;

/// <summary>Subjects that are treated alike: one app, or one study. An erased dataset keeps its row without its name.</summary>
internal sealed class Dataset : IOfCompany
{
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required string Name { get; set; }

    /// <summary>What its photos show, of the dictionary of image types.</summary>
    public int? ImageTypeId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After how many days photos are deleted; null keeps them.</summary>
    public int? ExpireImagesAfterDays { get; set; }

    /// <summary>After how many days results and what is known of subjects are deleted; null keeps them.</summary>
    public int? ExpireMetadataAfterDays { get; set; }

    /// <summary>Whether photos are deleted 15 minutes after the algorithms have finished.</summary>
    public bool CleanImagesAsSoonAsReady { get; set; }

    /// <summary>Kept for the client.</summary>
    public int? CustomBranding { get; set; }

    public DateTimeOffset? ErasedAt { get; set; }
}

/// <summary>An application that is attached to a dataset: a run.</summary>
internal sealed class DatasetApplication : IOfCompany
{
    public required Guid DatasetId { get; init; }

    /// <summary>Of the applications that the server has in code.</summary>
    public required Guid ApplicationId { get; init; }

    public required Guid CompanyId { get; init; }

    /// <summary>The <c>application_run_id</c> of results.</summary>
    public required Guid RunId { get; init; }

    /// <summary>Canonical names of what it computes; none stands for all that is computed where nothing is named.</summary>
    public required ImmutableArray<string> EnabledAlgorithms { get; set; }

    /// <summary>A JSON object, kept for the client.</summary>
    public required string AlgorithmsFlags { get; set; }

    public required DateTimeOffset AttachedAt { get; init; }
}

/// <summary>One person in a dataset. An erased subject keeps its row, with nothing in it that tells of the person.</summary>
internal sealed class Subject : IOfCompany
{
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required Guid DatasetId { get; init; }

    /// <summary>The user who has added it.</summary>
    public Guid? AuthorId { get; init; }

    public required string Name { get; set; }

    public DateOnly? BirthDate { get; set; }

    public int? BiologicalSexId { get; set; }

    /// <summary>Any JSON, kept for the client.</summary>
    public string? Meta { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When what is known of the person was last given; its expiry counts from then.</summary>
    public required DateTimeOffset MetadataAt { get; set; }

    public DateTimeOffset? ErasedAt { get; set; }
}

/// <summary>Images of a subject that belong together, such as the three sides of a face.</summary>
internal sealed class ImageBatch : IOfCompany
{
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required Guid DatasetId { get; init; }

    public required Guid SubjectId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the photos were taken, as the client says; when it was created where the client does not say.</summary>
    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>When its computation was last asked for: images that come later are analysed as they come.</summary>
    public DateTimeOffset? ComputeAskedAt { get; set; }

    public DateTimeOffset? ErasedAt { get; set; }
}

/// <summary>An image that was announced and has no photo yet. The photo makes an image of the same id of it.</summary>
internal sealed class PendingUpload : IOfCompany
{
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required Guid DatasetId { get; init; }

    public required Guid SubjectId { get; init; }

    public required Guid BatchId { get; init; }

    public required int SideId { get; init; }

    public required int LightId { get; init; }

    public required string Name { get; init; }

    /// <summary>When the photo was taken, as the client says; null for when it comes.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>Any JSON, kept for the client.</summary>
    public string? Meta { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
