using Cutis.Platform.Audit;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Images;

/// <summary>
/// The use cases of images: adding, restoring, finding, listing and erasing. All act for the current company; endpoints, commands, the
/// first start and jobs call them alike.
/// </summary>
internal sealed class ImageService(
    CutisDb db,
    CurrentCompany company,
    ImageRecords records,
    ImageEraser eraser,
    PhotoStore photos,
    IImageAdded added,
    AuditTrail audit,
    TimeProvider clock
)
{
    /// <summary>Adds an image that is in no dataset.</summary>
    /// <param name="name">A name for people.</param>
    /// <param name="file">The photo, a JPEG or a PNG.</param>
    /// <param name="stop">Ends the work for as long as the photo is not stored; from then on it is finished.</param>
    /// <returns>The image with what becomes of its analysis, or why the photo was not taken.</returns>
    public Task<(AddedImage? Added, ServiceError? Error)> AddAsync(string name, StagedObject file, CancellationToken stop) =>
        AddAsync(new NewImage(name), file, stop);

    /// <summary>Adds an image.</summary>
    /// <param name="asked">What it is to be.</param>
    /// <param name="file">The photo, a JPEG or a PNG.</param>
    /// <param name="stop">Ends the work for as long as the photo is not stored; from then on it is finished.</param>
    /// <returns>The image with what becomes of its analysis, or why the photo was not taken.</returns>
    public async Task<(AddedImage? Added, ServiceError? Error)> AddAsync(NewImage asked, StagedObject file, CancellationToken stop)
    {
        var (owner, id) = (company.Id!.Value, asked.Id);
        var (photo, error) = await photos.PutAsync(owner, id, file, stop);
        if (error is not null)
            return (null, error);
        var image = asked.Create(owner, photo!, clock.GetUtcNow());
        var analysis = default(UploadAnalysis?);
        Recorded recorded;
        try
        {
            // The photo is stored: from here on a client that leaves changes nothing.
            recorded = await records.AddAsync(image, async () => analysis = await added.AddingAsync(image), CancellationToken.None);
        }
        catch
        {
            await eraser.DiscardAsync(owner, id);
            throw;
        }

        if (recorded == Recorded.Exists)
            return await AgainAsync(id, photo!);
        if (recorded != Recorded.Done)
        {
            await eraser.DiscardAsync(owner, id);
            return (null, SubjectService.Erased);
        }

        added.Added(analysis);
        audit.Add(AuditKinds.ImageAdded, id, image.SubjectId);
        return (new AddedImage(image, analysis), null);
    }

    // A photo that was sent twice: the same one is there already, and another one does not take its place.
    private async Task<(AddedImage? Added, ServiceError? Error)> AgainAsync(Guid id, StoredPhoto photo)
    {
        var (image, error) = await FindAsync(id, CancellationToken.None);
        if (image?.Original.Digest == photo.Digest)
            return (new AddedImage(image, null), null);
        if (image is null)
            await eraser.DeleteObjectsAsync(company.Id!.Value, id);
        else
            await eraser.DiscardPhotoAsync(image.CompanyId, id, photo.Digest);
        return (null, error ?? AlreadyUploaded);
    }

    /// <summary>Another photo for an image that has one.</summary>
    public static ServiceError AlreadyUploaded { get; } =
        new(ErrorKind.Conflict, "Another photo was uploaded for this image") { Code = "already_uploaded" };

    /// <summary>A photo for an image whose photos were deleted, or one that is to be drawn on.</summary>
    public static ServiceError PhotosDeleted { get; } =
        new(ErrorKind.Erased, "The photos of this image were deleted") { Code = "photos_deleted" };

    /// <summary>Makes a photo the restored one of an image, in place of the one before.</summary>
    public async Task<(Image? Image, ServiceError? Error)> RestoreAsync(Image image, StagedObject file, CancellationToken stop)
    {
        var (photo, error) = await photos.PutAsync(image.CompanyId, image.Id, file, stop);
        if (error is not null)
            return (null, error);
        var recorded = await records.PutRestoredAsync(image.Id, photo!, CancellationToken.None);
        if (recorded == Recorded.PhotosDeleted)
        {
            await eraser.DeletePhotoObjectsAsync(image.CompanyId, image.Id);
            return (null, PhotosDeleted);
        }

        if (recorded != Recorded.Done)
        {
            await eraser.DeleteObjectsAsync(image.CompanyId, image.Id);
            return (null, ServiceError.ImageErased);
        }

        image.Restored = photo;
        return (image, null);
    }

    /// <summary>The image of an id, as a client wrote it.</summary>
    public async Task<(Image? Image, ServiceError? Error)> FindAsync(string id, CancellationToken stop) =>
        Guid.TryParseExact(id, "D", out var guid) ? await FindAsync(guid, stop) : (null, ServiceError.ImageNotFound);

    /// <summary>The image of an id.</summary>
    public async Task<(Image? Image, ServiceError? Error)> FindAsync(Guid id, CancellationToken stop)
    {
        var image = await db.Images.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, stop);
        if (image is null)
            return (null, ServiceError.ImageNotFound);
        return image.ErasedAt is null ? (image, null) : (null, ServiceError.ImageErased);
    }

    /// <summary>A page of the images that are not erased.</summary>
    /// <param name="query">Which.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <returns>How many there are on all pages, and those of this page.</returns>
    public async Task<(int Count, List<Image> Images)> ListAsync(ImageQuery query, CancellationToken stop)
    {
        var pattern = LikePattern.Containing(query.Search);
        var all = db
            .Images.AsNoTracking()
            .Where(i => i.ErasedAt == null && (query.Search == "" || EF.Functions.Like(i.Name, pattern, LikePattern.Escape)));
        // The narrowest first: each has an index.
        if (query.BatchId is { } batch)
            all = all.Where(i => i.BatchId == batch);
        if (query.SubjectId is { } subject)
            all = all.Where(i => i.SubjectId == subject);
        if (query.DatasetId is { } dataset)
            all = all.Where(i => i.DatasetId == dataset);
        if (query.SideId is { } side)
            all = all.Where(i => i.SideId == side);
        var ordered = query.Order switch
        {
            ImageOrder.OldestFirst => all.OrderBy(i => i.CreationTime).ThenBy(i => i.Id),
            ImageOrder.Name => all.OrderBy(i => i.Name).ThenBy(i => i.Id),
            ImageOrder.NameDescending => all.OrderByDescending(i => i.Name).ThenBy(i => i.Id),
            _ => all.OrderByDescending(i => i.CreationTime).ThenBy(i => i.Id),
        };
        return (await all.CountAsync(stop), await ordered.Skip(query.Skip).Take(query.Take).ToListAsync(stop));
    }

    /// <summary>Erases an image for ever, with everything that was made of it.</summary>
    /// <returns>Why it could not be; null when it is erased.</returns>
    public async Task<ServiceError?> EraseAsync(string id, CancellationToken stop)
    {
        var (image, error) = await FindAsync(id, stop);
        if (image is null)
            return error;
        return await eraser.EraseAsync(image.CompanyId, image.Id) == Recorded.Done ? null : ServiceError.ImageErased;
    }
}

/// <summary>An image that was added.</summary>
/// <param name="Image">The image.</param>
/// <param name="Analysis">What becomes of its analysis; null where none was asked for.</param>
internal sealed record AddedImage(Image Image, UploadAnalysis? Analysis);

/// <summary>In which order images are listed.</summary>
internal enum ImageOrder
{
    /// <summary>By the time of the photo, newest first.</summary>
    NewestFirst,

    /// <summary>By the time of the photo, oldest first.</summary>
    OldestFirst,

    /// <summary>By name.</summary>
    Name,

    /// <summary>By name, last first.</summary>
    NameDescending,
}

/// <summary>Which images are asked for.</summary>
/// <param name="Search">A part of the name, or an empty text for all.</param>
/// <param name="Order">In which order.</param>
/// <param name="Skip">How many of them are left out at the beginning.</param>
/// <param name="Take">How many are given at most.</param>
internal sealed record ImageQuery(string Search, ImageOrder Order, int Skip, int Take)
{
    /// <summary>Only images of this dataset, or null.</summary>
    public Guid? DatasetId { get; init; }

    /// <summary>Only images of this subject, or null.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Only images of this batch, or null.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Only images of this side, or null.</summary>
    public int? SideId { get; init; }
}
