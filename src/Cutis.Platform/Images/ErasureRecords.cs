using System.Linq.Expressions;
using Cutis.Platform.Privacy;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Images;

/// <summary>
/// Records that images were erased, or that their photos were deleted. Objects are the caller's to delete. An image of which many are
/// erased at once is first marked, which hides it at once, and then purged of what its rows say, one image at a time.
/// </summary>
internal sealed class ErasureRecords(CutisDb db, RecordChanges changes, ErasureInventory inventory, Receipts receipts, TimeProvider clock)
{
    // A row must have a photo; this one says nothing.
    private static readonly StoredPhoto ErasedPhoto = new("", "", 0, 0, 0);

    /// <summary>Erases an image of the current company for ever: what is left of it is a row that says so, and a receipt.</summary>
    public Task<Recorded> EraseAsync(Guid image, CancellationToken stop) =>
        changes.ChangeAsync(
            async generation =>
            {
                var erased = await inventory.AddImagesAsync(new Erased { Kind = "image" }, i => i.Id == image, stop);
                if (await MarkAsync(i => i.Id == image, generation, stop) == 0)
                    return await db.Images.AnyAsync(i => i.Id == image, stop) ? Recorded.Erased : Recorded.Missing;
                await PurgeAsync(image, generation, stop);
                await receipts.AddWithinAsync(erased, clock.GetUtcNow(), stop);
                return Recorded.Done;
            },
            stop
        );

    /// <summary>Marks images of the current company as erased; whatever is asked of them says so. There is a receipt.</summary>
    /// <param name="which">The images.</param>
    /// <param name="also">Erases what they are in, in the same transaction; null when it was erased already, and nothing is done.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public Task<Recorded> MarkAsync(Expression<Func<Image, bool>> which, Func<Task<Erased?>> also, CancellationToken stop) =>
        changes.ChangeAsync(
            async generation =>
            {
                if (await also() is not { } places)
                    return Recorded.Erased;
                var erased = await inventory.AddImagesAsync(places, which, stop);
                await MarkAsync(which, generation, stop);
                await receipts.AddWithinAsync(erased, clock.GetUtcNow(), stop);
                return Recorded.Done;
            },
            stop
        );

    /// <summary>Deletes what the rows of a marked image say. Doing it again changes nothing.</summary>
    public Task<Recorded> PurgeAsync(Guid image, CancellationToken stop) =>
        changes.ChangeAsync(
            async generation =>
            {
                if (!await db.Images.AnyAsync(i => i.Id == image && i.ErasedAt != null, stop))
                    return Recorded.Missing;
                await PurgeAsync(image, generation, stop);
                return Recorded.Done;
            },
            stop
        );

    /// <summary>Some of the images among these that were marked and are not purged yet.</summary>
    public Task<List<Guid>> ListMarkedAsync(Expression<Func<Image, bool>> which, int count, CancellationToken stop) =>
        db
            .Images.Where(which)
            .Where(i => i.ErasedAt != null && i.Original != ErasedPhoto)
            .OrderBy(i => i.Id)
            .Select(i => i.Id)
            .Take(count)
            .ToListAsync(stop);

    /// <summary>Records that the photos of an image are deleted. Its results stay, with their masks.</summary>
    public Task<Recorded> DeletePhotosAsync(Guid image, CancellationToken stop) =>
        changes.ChangeAsync(
            async generation =>
            {
                var row = await db.Images.AsNoTracking().FirstOrDefaultAsync(i => i.Id == image, stop);
                if (row is not { ErasedAt: null, PhotosDeletedAt: null })
                {
                    return row is null ? Recorded.Missing
                        : row.ErasedAt is null ? Recorded.PhotosDeleted
                        : Recorded.Erased;
                }

                var now = clock.GetUtcNow();
                var (original, restored) = (row.Original.WithoutFile, row.Restored?.WithoutFile);
                await db
                    .Images.Where(i => i.Id == image)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(i => i.PhotosDeletedAt, now)
                                .SetProperty(i => i.Generation, generation)
                                .SetProperty(i => i.Original, original)
                                .SetProperty(i => i.Restored, restored)
                                .SetProperty(i => i.Faces, (StoredFaces?)null),
                        stop
                    );
                await db.SupersededObjects.Where(s => s.ImageId == image && s.Kind == ObjectKinds.Photos).ExecuteDeleteAsync(stop);
                return Recorded.Done;
            },
            stop
        );

    /// <summary>Deletes the results of an image and what the client said of it. Its photos stay.</summary>
    public Task<Recorded> DeleteMetadataAsync(Guid image, CancellationToken stop) =>
        changes.ChangeAsync(
            async generation =>
            {
                var now = clock.GetUtcNow();
                var changed = await db
                    .Images.Where(i => i.Id == image && i.ErasedAt == null)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(i => i.MetadataDeletedAt, now)
                                .SetProperty(i => i.Generation, generation)
                                .SetProperty(i => i.Meta, (string?)null)
                                .SetProperty(i => i.Faces, (StoredFaces?)null),
                        stop
                    );
                if (changed == 0)
                    return Recorded.Erased;
                await db.Results.Where(r => r.ImageId == image).ExecuteDeleteAsync(stop);
                await db.ResultVersions.Where(v => v.ImageId == image).ExecuteDeleteAsync(stop);
                await db.SupersededObjects.Where(s => s.ImageId == image && s.Kind == ObjectKinds.Masks).ExecuteDeleteAsync(stop);
                return Recorded.Done;
            },
            stop
        );

    private Task<int> MarkAsync(Expression<Func<Image, bool>> which, long generation, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return db
            .Images.Where(which)
            .Where(i => i.ErasedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.ErasedAt, now).SetProperty(i => i.Generation, generation), stop);
    }

    private async Task PurgeAsync(Guid image, long generation, CancellationToken stop)
    {
        await db
            .Images.Where(i => i.Id == image)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(i => i.Generation, generation)
                        // Names of files name people, the box of a face is of a person too, and a digest tells a known photo.
                        .SetProperty(i => i.Name, "")
                        .SetProperty(i => i.Meta, (string?)null)
                        .SetProperty(i => i.Original, ErasedPhoto)
                        .SetProperty(i => i.Restored, (StoredPhoto?)null)
                        .SetProperty(i => i.Faces, (StoredFaces?)null),
                stop
            );
        await db.Results.Where(r => r.ImageId == image).ExecuteDeleteAsync(stop);
        await db.ResultVersions.Where(v => v.ImageId == image).ExecuteDeleteAsync(stop);
        await db.SupersededObjects.Where(s => s.ImageId == image).ExecuteDeleteAsync(stop);
        await db.IssuedUrls.Where(u => u.ImageId == image).ExecuteDeleteAsync(stop);
        var ended = clock.GetUtcNow();
        await db
            .WebhookDeliveries.Where(d => d.ImageId == image && d.State == DeliveryStates.Pending)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(d => d.State, DeliveryStates.Cancelled)
                        .SetProperty(d => d.Error, DeliveryStates.ErasedText)
                        .SetProperty(d => d.EndedAt, ended),
                stop
            );
        // What was to be done with it, and how that went. Work that runs finds its job gone, and ends.
        var subject = image.ToString("D");
        await db.Jobs.Where(j => j.Subject == subject).ExecuteDeleteAsync(stop);
    }
}
