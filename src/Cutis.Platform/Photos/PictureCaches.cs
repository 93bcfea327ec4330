using Cutis.Platform.Capacity;

namespace Cutis.Platform.Photos;

/// <summary>In-memory caches of finished pictures and of open photos. Both shrink when memory is short or entries are unused.</summary>
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

    /// <summary>Open photos, as stored and as derived for output.</summary>
    public SingleFlightCache<OpenPhoto> Photos { get; }

    /// <summary>Drops everything cached about an erased image.</summary>
    public void Forget(Guid image)
    {
        Pictures.Remove($"{image:N} ");
        Photos.Remove($"{image:N} ");
    }

    /// <summary>Drops what nobody has asked for in this time.</summary>
    public void DropUnused(TimeSpan time)
    {
        Pictures.DropUnused(time);
        Photos.DropUnused(time);
    }

    // A picture outside the cache is in memory for its clients alone.
    private static void OnKeptChanged(PictureSender sender, Picture picture, bool isKept)
    {
        if (picture.Content is not { } content)
            return;
        content.IsKept = isKept;
        if (!isKept)
            sender.Check();
    }

    /// <summary>Halves both caches.</summary>
    public void Shrink()
    {
        Pictures.Shrink(Pictures.Bytes / 2);
        Photos.Shrink(Photos.Bytes / 2);
    }
}
