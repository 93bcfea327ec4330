using Cutis.Platform.Installations;
using Cutis.Platform.Photos;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Images;

/// <summary>Erases images: record first, then objects, then what is in memory.</summary>
internal sealed partial class ImageEraser(
    ImageRecords records,
    CutisDb db,
    InstallationFolder folder,
    IObjectStore store,
    PictureCaches caches,
    ImageStates states,
    ILogger<ImageEraser> log
)
{
    /// <summary>Erases an image of the current company. Once its record says so it is erased, whatever happens after.</summary>
    public async Task<Recorded> EraseAsync(Guid company, Guid image)
    {
        // Not for a client to cancel: whoever asks for an erasure and leaves still means it.
        var recorded = await records.EraseAsync(image, CancellationToken.None);
        if (recorded == Recorded.Done)
            await DeleteObjectsAsync(company, image);
        return recorded;
    }

    /// <summary>Deletes all objects of an erased image, also what whoever lost the race against the erasure has stored.</summary>
    public async Task DeleteObjectsAsync(Guid company, Guid image)
    {
        states.Forget(company, image);
        await DeleteAsync(company, image);
    }

    private async Task DeleteAsync(Guid company, Guid image)
    {
        try
        {
            await store.DeleteAllAsync(ObjectKey.Image(company, image));
            new AsideFolder(folder.Objects).Erase(company, image);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLeftover(log, image, e);
        }

        caches.Forget(image);
    }

    /// <summary>Deletes the photo of an upload that could not be recorded; if that is not certain, the sweeper will decide.</summary>
    public async Task DiscardAsync(Guid company, Guid image)
    {
        try
        {
            if (!await db.Images.IgnoreQueryFilters().AnyAsync(i => i.Id == image))
                await DeleteAsync(company, image);
        }
        catch (Exception e) when (DatabaseFaults.Find(e) is not null)
        {
            LogLeftover(log, image, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Objects of image {Image} could not be deleted yet; the next sweep does it")]
    private static partial void LogLeftover(ILogger log, Guid image, Exception exception);
}
