using Cutis.Platform.Storage;

namespace Cutis.Platform.Retention;

/// <summary>When something goes by what its dataset says; null for never.</summary>
/// <param name="Photos">When the photos of an image are deleted; while it is being analysed they stay.</param>
/// <param name="Metadata">When its results are deleted.</param>
internal sealed record RetentionTimes(DateTimeOffset? Photos, DateTimeOffset? Metadata);

/// <summary>How long datasets keep what is in them.</summary>
internal static class RetentionRules
{
    /// <summary>How long a photo stays after its analysis, and after its upload at least, so that the analysis can be asked for.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>How long something is kept that is kept for some days.</summary>
    public static TimeSpan? For(int? days) =>
        days switch
        {
            null => null,
            0 => Grace,
            _ => TimeSpan.FromDays(days.Value),
        };

    /// <summary>When an image of a dataset goes.</summary>
    /// <param name="image">The image.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="readyAt">When its last analysis ended; null while none has.</param>
    public static RetentionTimes Find(Image image, Dataset dataset, DateTimeOffset? readyAt)
    {
        var photos = image.CreatedAt + For(dataset.ExpireImagesAfterDays);
        var cleaned = dataset.CleanImagesAsSoonAsReady ? readyAt + Grace : null;
        if (cleaned is not null && !(photos < cleaned))
            photos = cleaned;
        return new RetentionTimes(
            image.PhotosDeletedAt is null ? photos : null,
            image.MetadataDeletedAt is null ? image.CreatedAt + For(dataset.ExpireMetadataAfterDays) : null
        );
    }
}
