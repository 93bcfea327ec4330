using Cutis.Platform.Storage;

namespace Cutis.Platform.Images;

/// <summary>Where an image is: in which batch, of whom, and what it shows.</summary>
internal sealed record ImagePlace(Guid DatasetId, Guid SubjectId, Guid BatchId, int SideId, int LightId);

/// <summary>An image that is to be added.</summary>
/// <param name="Name">A name for people.</param>
internal sealed record NewImage(string Name)
{
    /// <summary>Its id; that of the announcement when it was announced.</summary>
    public Guid Id { get; init; } = Ids.New();

    /// <summary>Where it is; null for an image that is in no dataset.</summary>
    public ImagePlace? Place { get; init; }

    /// <summary>When the photo was taken; null for now.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>Any JSON, kept for the client.</summary>
    public string? Meta { get; init; }

    /// <summary>The row of the image.</summary>
    public Image Create(Guid company, StoredPhoto photo, DateTimeOffset now) =>
        new()
        {
            Id = Id,
            CompanyId = company,
            Name = Name,
            CreatedAt = now,
            CreationTime = CreationTime ?? now,
            Original = photo,
            DatasetId = Place?.DatasetId,
            SubjectId = Place?.SubjectId,
            BatchId = Place?.BatchId,
            SideId = Place?.SideId,
            LightId = Place?.LightId,
            Meta = Meta,
        };
}
