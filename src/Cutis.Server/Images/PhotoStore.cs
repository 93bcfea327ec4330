using Cutis.Imaging;
using Cutis.Server.Database;
using Cutis.Server.Http;
using Cutis.Server.Objects;
using Cutis.Server.Rasterisation;

namespace Cutis.Server.Images;

/// <summary>Takes a photo in: checks that it can be drawn on, and stores it.</summary>
internal sealed class PhotoStore(DiskObjectStore store, Renderer renderer)
{
    /// <summary>Makes a file that has come the photo of an image, or says what is wrong with it.</summary>
    public async Task<(StoredPhoto? Photo, Problem? Problem)> PutAsync(Guid company, Guid image, StagedObject file, CancellationToken stop)
    {
        var opened = await renderer.OpenAsync(file, stop);
        if (opened is null) return (null, Problem.Busy(RenderGate.RetryAfter));
        if (opened.Error is { } error) return (null, new Problem(StatusOf(error.Problem), error.Message, "image"));
        await file.CommitAsync(ObjectKey.Photo(company, image, file.Digest), stop);
        await renderer.RememberAsync(image, file.Digest, opened);
        var photo = opened.Photo!;
        return (new StoredPhoto(file.Digest, photo.MediaType, photo.UprightWidth, photo.UprightHeight, file.Length) { HasOddProfile = photo.HasOddProfile }, null);
    }

    /// <summary>The same for a file that is in memory.</summary>
    public async Task<(StoredPhoto? Photo, Problem? Problem)> PutAsync(Guid company, Guid image, ReadOnlyMemory<byte> file, CancellationToken stop)
    {
        await using var staged = await store.StageAsync(file, stop);
        return await PutAsync(company, image, staged, stop);
    }

    private static int StatusOf(PhotoProblem problem) => problem switch
    {
        PhotoProblem.UnknownFormat or PhotoProblem.Unsupported => 415,
        PhotoProblem.TooLarge => 413,
        _ => 400,
    };
}
