using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Scenes;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Photos;

/// <summary>Opens photos within turns of admission, each once for all who want it at the same time, and keeps some of them open.</summary>
internal sealed class PhotoOpener(DiskObjectStore store, VerifiedObjects objects, ImagesOptions images, PictureCaches caches)
{
    private const int MaxHeaders = 20_000;
    private readonly RecentMap<string, PhotoFile> _files = new(MaxHeaders);

    /// <summary>A photo that was taken in once and cannot be opened any more.</summary>
    public static ServiceError Unreadable { get; } = new(ErrorKind.Damaged, "The stored photo cannot be read");

    /// <summary>What is known of a stored photo before it is opened; what is wrong when there is none as it was stored.</summary>
    public async Task<(PhotoFile? Photo, ObjectFault? Fault)> FindAsync(Guid company, Guid image, string digest, CancellationToken stop)
    {
        var key = ObjectKey.Photo(company, image, digest);
        // Asked each time: another process may have erased the image that this one still knows.
        if (await store.LengthAsync(key, stop) is not { } bytes)
            return (null, ObjectFault.Missing);
        var file = _files.Find(digest);
        if (file is null || file.Bytes != bytes)
        {
            // Of a damaged file nothing must be remembered under the digest.
            var (content, fault) = await objects.OpenAsync(key, stop);
            if (content is null)
                return (null, fault);
            using (content)
            {
                using var stream = new ObjectStream(content);
                file = Inspect(stream, content.Length);
            }

            _files.Set(digest, file);
        }

        return (file with { IsOpen = caches.Photos.Has(Key(image, digest)) }, null);
    }

    /// <summary>What is known of a file before it is opened.</summary>
    public PhotoFile Inspect(Stream file, long bytes) =>
        PhotoHeader.TryRead(file, images.Limits, out var header, out var error)
            ? new PhotoFile(bytes, header, null)
            : new PhotoFile(bytes, null, error);

    /// <summary>Opens a stored photo; to be called within a turn.</summary>
    public Task<OpenPhoto> OpenAsync(Guid company, Guid image, string digest, CancellationToken stop) =>
        caches.Photos.GetAsync(
            Key(image, digest),
            async token =>
            {
                var (file, fault) = await objects.ReadAsync(ObjectKey.Photo(company, image, digest), token);
                return file is null ? OpenPhoto.Without(fault!.Value.ToError()) : Open(file, token);
            },
            stop
        );

    /// <summary>
    /// The photo as a recipe shows it: cropped, scaled or in another quality. Made once for all masks that are drawn on it.
    /// </summary>
    public async Task<OpenPhoto> DeriveAsync(Guid image, Recipe recipe, Photo photo, CancellationToken stop)
    {
        if (!photo.ChangesWith(recipe.Output))
            return new OpenPhoto(photo, null, null);
        var key = $"{Key(image, recipe.PhotoDigest)} {recipe.Output.PhotoKey}";
        return await caches.Photos.GetAsync(key, token => Task.FromResult(Derive(photo, recipe.Output, token)), stop);
    }

    /// <summary>Opens the bytes of a photo; to be called within a turn.</summary>
    public OpenPhoto Open(byte[] file, CancellationToken stop) =>
        Photo.TryOpen(file, images.Limits, out var photo, out var error, stop)
            ? new OpenPhoto(photo, null, null)
            : new OpenPhoto(null, error, Unreadable);

    /// <summary>Keeps a photo that was just stored: masks of it are likely to be asked for next.</summary>
    public Task KeepAsync(Guid image, string digest, OpenPhoto photo) =>
        caches.Photos.GetAsync(Key(image, digest), _ => Task.FromResult(photo), CancellationToken.None);

    private static string Key(Guid image, string digest) => $"{image:N} {digest}";

    private static OpenPhoto Derive(Photo photo, OutputOptions output, CancellationToken stop)
    {
        try
        {
            return new OpenPhoto(photo.Derive(output, stop), null, null);
        }
        catch (NotSupportedException e)
        {
            return OpenPhoto.Without(new ServiceError(ErrorKind.Unprocessable, e.Message));
        }
    }
}

/// <summary>What is known of a photo before it is opened.</summary>
/// <param name="Bytes">Length of its file.</param>
/// <param name="Header">Its header; null when it cannot be opened.</param>
/// <param name="Error">Why its header was not looked for to the end.</param>
internal sealed record PhotoFile(long Bytes, PhotoHeader? Header, PhotoError? Error)
{
    /// <summary>Whether it is open already.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>A photo that was opened, or what is wrong with it: for who sent it, and for who only reads it.</summary>
internal sealed record OpenPhoto(Photo? Photo, PhotoError? Error, ServiceError? Failure)
{
    public static OpenPhoto Without(ServiceError failure) => new(null, null, failure);
}
