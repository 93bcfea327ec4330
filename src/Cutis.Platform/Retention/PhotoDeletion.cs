using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Retention;

/// <summary>The use cases that delete photos at once and keep the results.</summary>
internal sealed class PhotoDeletion(CutisDb db, ImageService images, ImageEraser eraser)
{
    /// <summary>Deletes the photos of an image of the current company. Doing it again changes nothing.</summary>
    public async Task<(Image? Image, ServiceError? Error)> DeleteAsync(Image image, CancellationToken stop)
    {
        await eraser.DeletePhotosAsync(image.CompanyId, image.Id);
        return await images.FindAsync(image.Id, stop);
    }

    /// <summary>Deletes the photos of all images of a subject of the current company.</summary>
    /// <returns>The images whose photos were deleted.</returns>
    public async Task<IReadOnlyList<Guid>> DeleteAsync(Subject subject, CancellationToken stop)
    {
        var found = await db
            .Images.Where(i => i.SubjectId == subject.Id && i.ErasedAt == null && i.PhotosDeletedAt == null)
            .Select(i => i.Id)
            .ToListAsync(stop);
        foreach (var image in found)
            await eraser.DeletePhotosAsync(subject.CompanyId, image);
        return found;
    }
}
