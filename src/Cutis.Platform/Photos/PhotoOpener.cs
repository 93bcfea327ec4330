using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Scenes;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Photos;

/// <summary>Opens photos within turns of admission and caches some of them. Concurrent requests for the same photo open it once.</summary>
internal sealed class PhotoOpener(IObjectStore store, VerifiedObjects objects, ImagesOptions images, PictureCaches caches)
{
    private const int MaxHeaders = 20_000;
    private readonly RecentMap<string, PhotoFile> _files = new(MaxHeaders);

    /// <summary>A photo that was accepted at upload and can no longer be opened.</summary>
    public static ServiceError Unreadable { get; } = new(ErrorKind.Damaged, "The stored photo cannot be read");

    /// <summary>What is known about a stored photo before it is opened, or why it is missing or damaged.</summary>
    public async Task<(PhotoFile? Photo, ObjectFault? Fault)> FindAsync(Guid company, Guid image, string digest, CancellationToken stop)
    {
        var key = ObjectKey.Photo(company, image, digest);
        // Checked on every call: another process may have erased an image that this one still has in its cache.
        if (await store.LengthAsync(key, stop) is not { } bytes)
            return (null, ObjectFault.Missing);
        var file = _files.Find(digest);
        if (file is null || file.Bytes != bytes)
        {
            // Nothing about a damaged file may be cached under its digest.
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

    /// <summary>What is known about a file before it is opened.</summary>
    public PhotoFile Inspect(Stream file, long bytes) =>
        PhotoHeader.TryRead(file, images.Limits, out var header, out var error)
            ? new PhotoFile(bytes, header, null)
            : new PhotoFile(bytes, null, error);

    /// <summary>Opens a stored photo; must be called within a turn.</summary>
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
    /// The photo as a recipe shows it: cropped, scaled or in another quality. It is made once for all masks that are drawn on it.
    /// </summary>
    public async Task<OpenPhoto> DeriveAsync(Guid image, Recipe recipe, Photo photo, CancellationToken stop)
    {
        if (!photo.ChangesWith(recipe.Output))
            return new OpenPhoto(photo, null, null);
        var key = $"{Key(image, recipe.PhotoDigest)} {recipe.Output.PhotoKey}";
        return await caches.Photos.GetAsync(key, token => Task.FromResult(Derive(photo, recipe.Output, token)), stop);
    }

    /// <summary>Opens a photo from its bytes; must be called within a turn.</summary>
    public OpenPhoto Open(byte[] file, CancellationToken stop) =>
        Photo.TryOpen(file, images.Limits, out var photo, out var error, stop)
            ? new OpenPhoto(photo, null, null)
            : new OpenPhoto(null, error, Unreadable);

    /// <summary>Caches a photo that was just stored, because masks on it are likely to be requested next.</summary>
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

/// <summary>What is known about a photo before it is opened.</summary>
/// <param name="Bytes">Length of its file.</param>
/// <param name="Header">The header; null when the file cannot be opened.</param>
/// <param name="Error">Why the header was not read to the end, or null.</param>
internal sealed record PhotoFile(long Bytes, PhotoHeader? Header, PhotoError? Error)
{
    /// <summary>Whether the photo is open in the cache.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>An opened photo, or what is wrong with it: one text for whoever sent it, another for whoever only reads it.</summary>
internal sealed record OpenPhoto(Photo? Photo, PhotoError? Error, ServiceError? Failure)
{
    public static OpenPhoto Without(ServiceError failure) => new(null, null, failure);
}
