using Cutis.Imaging;
using Cutis.Server.Database;
using Cutis.Server.Http;
using Cutis.Server.Objects;
using Cutis.Server.Rasterisation;

namespace Cutis.Server.Images;

/// <summary>Takes a photo in: checks that it can be drawn on, and stores it.</summary>
internal sealed class PhotoStore(DiskObjectStore store, Renderer renderer)
{
    /// <summary>Stores the bytes as a photo of an image, or says what is wrong with them.</summary>
    public async Task<(StoredPhoto? Photo, Problem? Problem)> PutAsync(Guid company, Guid image, byte[] file, CancellationToken stop)
    {
        var opened = await renderer.OpenAsync(file, stop);
        if (opened is null) return (null, Problem.Busy(RenderGate.RetryAfter));
        if (opened.Error is { } error) return (null, new Problem(StatusOf(error.Problem), error.Message, "image"));
        var digest = DiskObjectStore.Digest(file);
        await store.PutAsync(ObjectKey.Photo(company, image, digest), file, stop);
        await renderer.RememberAsync(image, digest, opened);
        var photo = opened.Photo!;
        return (new StoredPhoto(digest, photo.MediaType, photo.UprightWidth, photo.UprightHeight, file.Length) { HasOddProfile = photo.HasOddProfile }, null);
    }

    private static int StatusOf(PhotoProblem problem) => problem switch
    {
        PhotoProblem.UnknownFormat or PhotoProblem.Unsupported => 415,
        PhotoProblem.TooLarge => 413,
        _ => 400,
    };
}
