using Cutis.Platform.Capacity;

namespace Cutis.Platform.Photos;

/// <summary>
/// What is kept in memory of pictures: finished ones, and photos that are open. Both get smaller when memory is short or they are not used.
/// </summary>
internal sealed class PictureCaches
{
    private const long MaxDefault = 256L << 20;
    private const int PartOfMemory = 12;

    public PictureCaches(RasterisationOptions options, PictureSender sender)
    {
        var usual = Math.Min(MaxDefault, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / PartOfMemory);
        Pictures = new SingleFlightCache<Picture>(
            options.RenderCacheBytes ?? usual,
            picture => picture.Content?.Length,
            (picture, isKept) => OnKeptChanged(sender, picture, isKept)
        );
        Photos = new SingleFlightCache<OpenPhoto>(options.PhotoCacheBytes ?? usual, photo => photo.Photo?.MemoryBytes);
    }

    /// <summary>Finished pictures.</summary>
    public SingleFlightCache<Picture> Pictures { get; }

    /// <summary>Open photos, as they were stored and as they are put out.</summary>
    public SingleFlightCache<OpenPhoto> Photos { get; }

    /// <summary>Drops what is kept of an erased image.</summary>
    public void Forget(Guid image)
    {
        Pictures.Remove($"{image:N} ");
        Photos.Remove($"{image:N} ");
    }

    /// <summary>Drops what nobody asked for since then; true when that was something.</summary>
    public bool DropUnused(TimeSpan since) => Pictures.DropUnused(since) | Photos.DropUnused(since);

    // A picture that no cache keeps is in memory for its clients alone.
    private static void OnKeptChanged(PictureSender sender, Picture picture, bool isKept)
    {
        if (picture.Content is not { } content)
            return;
        content.IsKept = isKept;
        if (!isKept)
            sender.Check();
    }

    /// <summary>Drops half of what is kept.</summary>
    public void Shrink()
    {
        Pictures.Shrink(Pictures.Bytes / 2);
        Photos.Shrink(Photos.Bytes / 2);
    }
}
