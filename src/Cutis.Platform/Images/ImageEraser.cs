using Cutis.Platform.Audit;
using Cutis.Platform.Installations;
using Cutis.Platform.Photos;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Images;

/// <summary>Erases images: record first, then objects, then what is in memory.</summary>
internal sealed partial class ImageEraser(
    ErasureRecords records,
    CutisDb db,
    InstallationFolder folder,
    IObjectStore store,
    PictureCaches caches,
    ImageStates states,
    AuditTrail audit,
    ILogger<ImageEraser> log
)
{
    /// <summary>Erases an image of the current company. Once its record says so it is erased, whatever happens after.</summary>
    public async Task<Recorded> EraseAsync(Guid company, Guid image)
    {
        // Not for a client to cancel: whoever asks for an erasure and leaves still means it.
        var recorded = await records.EraseAsync(image, CancellationToken.None);
        if (recorded == Recorded.Done)
        {
            await DeleteObjectsAsync(company, image);
            audit.Add(AuditKinds.ImageErased, image, await SubjectAsync(image));
        }

        return recorded;
    }

    /// <summary>Purges an image of the current company that was marked as erased, and deletes its objects.</summary>
    public async Task PurgeAsync(Guid company, Guid image, CancellationToken stop)
    {
        // The objects first: once the row says nothing of them, nobody comes back for this image but the sweeper.
        await DeleteObjectsAsync(company, image);
        await records.PurgeAsync(image, stop);
    }

    /// <summary>Deletes the photos of an image of the current company; its results stay.</summary>
    public async Task<Recorded> DeletePhotosAsync(Guid company, Guid image)
    {
        var recorded = await records.DeletePhotosAsync(image, CancellationToken.None);
        if (recorded is Recorded.Done or Recorded.PhotosDeleted)
            await DeletePhotoObjectsAsync(company, image);
        if (recorded == Recorded.Done)
            audit.Add(AuditKinds.PhotosDeleted, image, await SubjectAsync(image));
        return recorded;
    }

    /// <summary>Deletes the results of an image of the current company, with their masks, and what the client said of it.</summary>
    public async Task DeleteMetadataAsync(Guid company, Guid image)
    {
        if (await records.DeleteMetadataAsync(image, CancellationToken.None) != Recorded.Done)
            return;
        await DeletePrefixAsync(image, ObjectKey.MaskSets(company, image));
        await DeletePrefixAsync(image, ObjectKey.Recipes(company, image));
        caches.Forget(image);
        audit.Add(AuditKinds.MetadataDeleted, image, await SubjectAsync(image));
    }

    /// <summary>Deletes the photos that are stored of an image whose photos were deleted.</summary>
    public async Task DeletePhotoObjectsAsync(Guid company, Guid image)
    {
        states.ForgetPhotos(company, image);
        await DeletePrefixAsync(image, ObjectKey.Photos(company, image));
        caches.Forget(image);
    }

    /// <summary>Deletes all objects of an erased image, also what whoever lost the race against the erasure has stored.</summary>
    public async Task DeleteObjectsAsync(Guid company, Guid image)
    {
        states.Forget(company, image);
        await DeleteAsync(company, image);
    }

    private Task<Guid?> SubjectAsync(Guid image) => db.Images.Where(i => i.Id == image).Select(i => i.SubjectId).FirstOrDefaultAsync();

    private async Task DeleteAsync(Guid company, Guid image)
    {
        await DeletePrefixAsync(image, ObjectKey.Image(company, image));
        caches.Forget(image);
    }

    private async Task DeletePrefixAsync(Guid image, ObjectKey prefix)
    {
        try
        {
            await store.DeleteAllAsync(prefix);
            new AsideFolder(folder.Objects).Erase(prefix);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLeftover(log, image, e);
        }
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

    /// <summary>Deletes a photo that was stored for an image that has another one by now.</summary>
    public Task DiscardPhotoAsync(Guid company, Guid image, string digest)
    {
        caches.Forget(image);
        return store.DeleteAsync(ObjectKey.Photo(company, image, digest));
    }

    [LoggerMessage(LogLevel.Warning, "Objects of image {Image} could not be deleted yet; the next sweep does it")]
    private static partial void LogLeftover(ILogger log, Guid image, Exception exception);
}
