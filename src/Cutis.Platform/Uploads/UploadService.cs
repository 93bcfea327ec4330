using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Uploads;

/// <summary>A photo that is announced.</summary>
/// <param name="SideId">Which side of the face it shows.</param>
/// <param name="LightId">In which light it was taken.</param>
/// <param name="Name">A name for people.</param>
/// <param name="CreationTime">When it was taken; null for when it comes.</param>
/// <param name="Meta">Any JSON, kept for the client; null for none.</param>
internal sealed record Announcement(int SideId, int LightId, string Name, DateTimeOffset? CreationTime, string? Meta);

/// <summary>The use cases of uploads into batches: announcing photos, and taking those in that were announced.</summary>
internal sealed class UploadService(CutisDb db, WriteLock writes, ImageService images, TimeProvider clock)
{
    /// <summary>Bytes of a photo that is uploaded into a batch.</summary>
    public const long MaxBytes = 30L << 20;

    /// <summary>Announces photos of a subject that will be uploaded by signed URLs.</summary>
    /// <param name="subject">A subject of the current company.</param>
    /// <param name="batch">A batch of the subject; null for a new one.</param>
    /// <param name="photos">The photos.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    /// <returns>The announcements in the order of the photos, or that the subject was erased meanwhile.</returns>
    public async Task<(IReadOnlyList<PendingUpload>? Uploads, ServiceError? Error)> AnnounceAsync(
        Subject subject,
        ImageBatch? batch,
        IReadOnlyList<Announcement> photos,
        CancellationToken stop
    )
    {
        var now = clock.GetUtcNow();
        var into = batch ?? BatchService.Create(subject, photos[0].CreationTime, now);
        PendingUpload[] uploads =
        [
            .. photos.Select(photo => new PendingUpload
            {
                Id = Ids.New(),
                CompanyId = subject.CompanyId,
                DatasetId = subject.DatasetId,
                SubjectId = subject.Id,
                BatchId = into.Id,
                SideId = photo.SideId,
                LightId = photo.LightId,
                Name = photo.Name,
                CreationTime = photo.CreationTime,
                Meta = photo.Meta,
                CreatedAt = now,
            }),
        ];
        if (batch is null)
            db.Batches.Add(into);
        db.PendingUploads.AddRange(uploads[..^1]);
        var isAdded = await writes.AddWhileAsync(
            db,
            uploads[^1],
            d =>
                batch is null
                    ? d.Subjects.AnyAsync(s => s.Id == subject.Id && s.ErasedAt == null, stop)
                    : d.Batches.AnyAsync(b => b.Id == batch.Id && b.ErasedAt == null, stop),
            stop
        );
        return isAdded ? (uploads, null) : (null, batch is null ? SubjectService.Erased : BatchService.Erased);
    }

    /// <summary>What is said of an announced image before its photo comes: null when it may come.</summary>
    /// <param name="id">Of the image of the current company.</param>
    /// <param name="stop">Ends the work early.</param>
    public async Task<ServiceError?> CheckAsync(Guid id, CancellationToken stop)
    {
        if (await db.PendingUploads.AnyAsync(p => p.Id == id, stop))
            return null;
        var (image, error) = await images.FindAsync(id, stop);
        if (image is not null)
            return image.PhotosDeletedAt is null ? null : ImageService.PhotosDeleted;
        // Announcements that were erased, or that nobody kept, are gone without a trace.
        return error!.Kind == ErrorKind.Erased ? error : new ServiceError(ErrorKind.Erased, "The upload is no longer expected");
    }

    /// <summary>
    /// Makes an image of a photo that was announced. The same photo again changes nothing and is no mistake; another photo is one.
    /// </summary>
    /// <param name="id">Of the image of the current company.</param>
    /// <param name="file">The photo.</param>
    /// <param name="stop">Ends the work for as long as the photo is not stored; from then on it is finished.</param>
    public async Task<(AddedImage? Added, ServiceError? Error)> StoreAsync(Guid id, StagedObject file, CancellationToken stop)
    {
        var pending = await db.PendingUploads.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, stop);
        if (pending is not null)
            return await images.AddAsync(Create(pending), file, stop);
        var (image, error) = await images.FindAsync(id, stop);
        if (image is null)
            return (null, error);
        return image.Original.Digest == file.Digest ? (new AddedImage(image, null), null) : (null, ImageService.AlreadyUploaded);
    }

    /// <summary>The announced image of an id, as a client wrote it; null when there is none, or when its photo has come.</summary>
    public Task<PendingUpload?> FindPendingAsync(string id, CancellationToken stop) =>
        Guid.TryParseExact(id, "D", out var guid)
            ? db.PendingUploads.AsNoTracking().FirstOrDefaultAsync(p => p.Id == guid, stop)
            : Task.FromResult<PendingUpload?>(null);

    private NewImage Create(PendingUpload pending) =>
        new(pending.Name)
        {
            Id = pending.Id,
            Place = new ImagePlace(pending.DatasetId, pending.SubjectId, pending.BatchId, pending.SideId, pending.LightId),
            CreationTime = pending.CreationTime ?? clock.GetUtcNow(),
            Meta = pending.Meta,
        };
}
