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
    TimeProvider clock
)
{
    /// <summary>Adds an image.</summary>
    /// <param name="name">A name for people.</param>
    /// <param name="file">The photo, a JPEG or a PNG.</param>
    /// <param name="stop">Ends the work for as long as the photo is not stored; from then on it is finished.</param>
    /// <returns>The image with what becomes of its analysis, or why the photo was not taken.</returns>
    public async Task<(AddedImage? Added, ServiceError? Error)> AddAsync(string name, StagedObject file, CancellationToken stop)
    {
        var id = Ids.New();
        var (photo, error) = await photos.PutAsync(company.Id!.Value, id, file, stop);
        if (error is not null)
            return (null, error);
        var now = clock.GetUtcNow();
        var image = new Image
        {
            Id = id,
            CompanyId = company.Id.Value,
            Name = name,
            CreatedAt = now,
            CreationTime = now,
            Original = photo!,
        };
        var analysis = default(UploadAnalysis?);
        try
        {
            // The photo is stored: from here on a client that leaves changes nothing.
            await records.AddAsync(image, async () => analysis = await added.AddingAsync(image), CancellationToken.None);
        }
        catch
        {
            await eraser.DiscardAsync(image.CompanyId, id);
            throw;
        }

        added.Added(analysis);
        return (new AddedImage(image, analysis), null);
    }

    /// <summary>Makes a photo the restored one of an image, in place of the one before.</summary>
    public async Task<(Image? Image, ServiceError? Error)> RestoreAsync(Image image, StagedObject file, CancellationToken stop)
    {
        var (photo, error) = await photos.PutAsync(image.CompanyId, image.Id, file, stop);
        if (error is not null)
            return (null, error);
        if (await records.PutRestoredAsync(image.Id, photo!, CancellationToken.None) != Recorded.Done)
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
        var pattern = $"%{Escaped(query.Search)}%";
        var all = db
            .Images.AsNoTracking()
            .Where(i => i.ErasedAt == null && (query.Search == "" || EF.Functions.Like(i.Name, pattern, "\\")));
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

    private static string Escaped(string text) => text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
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
internal sealed record ImageQuery(string Search, ImageOrder Order, int Skip, int Take);
