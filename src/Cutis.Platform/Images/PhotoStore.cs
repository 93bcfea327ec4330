using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Platform.Capacity;
using Cutis.Platform.Errors;
using Cutis.Platform.Photos;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Images;

/// <summary>Takes a photo in: checks that it can be drawn on, and stores it.</summary>
internal sealed class PhotoStore(HeavyWork heavy, PhotoOpener photos, PictureCaches caches)
{
    /// <summary>Makes a file that has come the photo of an image, or says what is wrong with it.</summary>
    public async Task<(StoredPhoto? Photo, ServiceError? Error)> PutAsync(
        Guid company,
        Guid image,
        StagedObject file,
        CancellationToken stop
    )
    {
        PhotoFile found;
        await using (var content = file.OpenRead())
            found = photos.Inspect(content, file.Length);
        if (found.Error is { } hidden)
            return (null, CreateError(hidden));
        var work = new Work(company, PhotoCost.Opening(found.Header, found.Bytes))
        {
            Expected = found.Header is { } header ? PhotoCost.OpeningTime(header) : TimeSpan.Zero,
        };
        var outcome = await heavy.RunAsync(work, turn => CheckAsync(image, file, turn.Stop), stop, $"{company:N} {file.Digest}");
        if (outcome.Refusal is { Reason: RefusalReason.TooLarge } large)
            return (null, new ServiceError(ErrorKind.TooLarge, $"The photo is too large. {large.Text}.") { Field = "image" });
        if (outcome.Refusal is { } refusal)
            return (null, refusal.ToError());
        if (outcome.Value!.Error is not null)
            return (null, outcome.Value.Error);
        try
        {
            await file.CommitAsync(ObjectKey.Photo(company, image, file.Digest), stop);
        }
        catch
        {
            caches.Forget(image);
            throw;
        }

        return (outcome.Value.Photo, null);
    }

    // The photo goes into the cache within the turn: an open photo never waits for the disk.
    private async Task<Checked> CheckAsync(Guid image, StagedObject file, CancellationToken stop)
    {
        var opened = photos.Open(await file.ReadAllAsync(stop), stop);
        if (opened.Photo is not { } photo)
            return new Checked(null, CreateError(opened.Error!));
        await photos.KeepAsync(image, file.Digest, opened);
        var stored = new StoredPhoto(file.Digest, photo.MediaType, photo.UprightWidth, photo.UprightHeight, file.Length);
        return new Checked(stored with { HasUnsupportedProfile = photo.HasUnsupportedProfile }, null);
    }

    private static ServiceError CreateError(PhotoError error) => new(KindOf(error.Problem), error.Message) { Field = "image" };

    private static ErrorKind KindOf(PhotoProblem problem) =>
        problem switch
        {
            PhotoProblem.UnknownFormat or PhotoProblem.Unsupported => ErrorKind.UnsupportedFormat,
            PhotoProblem.TooLarge => ErrorKind.TooLarge,
            _ => ErrorKind.Invalid,
        };

    private sealed record Checked(StoredPhoto? Photo, ServiceError? Error);
}
