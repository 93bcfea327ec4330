using Cutis.Imaging;
using Cutis.Masks;
using Cutis.Server.Http;
using Cutis.Server.Images;
using Cutis.Server.Objects;

namespace Cutis.Server.Rasterisation;

/// <summary>A finished picture, or why there is none.</summary>
internal sealed record Picture(PictureContent? Content, string MediaType, Problem? Problem)
{
    public static Picture Without(Problem problem) => new(null, "", problem);
}

/// <summary>Draws masked pictures: recipe → photo and masks from the store → scene → bytes, with both ends cached.</summary>
internal sealed partial class Renderer(
    DiskObjectStore store, VerifiedObjects objects, RenderGate gate, PictureSender sender, RasterisationOptions options, ImagesOptions images, ILogger<Renderer> log)
{
    private readonly SingleFlightCache<Picture> _pictures = new(options.RenderCacheBytes, picture => picture.Content?.Length, (picture, isKept) => Keep(sender, picture, isKept));
    private readonly SingleFlightCache<OpenPhoto> _photos = new(options.PhotoCacheBytes, photo => photo.Photo?.MemoryBytes);

    /// <summary>The picture of a recipe.</summary>
    /// <param name="company">Whose it is.</param>
    /// <param name="image">Of which image.</param>
    /// <param name="recipe">What determines it.</param>
    /// <param name="feed">Receives it while it is made, unless it is there or somebody else had it begun.</param>
    /// <param name="stop">Ends the waiting.</param>
    public async Task<Picture> GetAsync(Guid company, Guid image, Recipe recipe, PictureFeed feed, CancellationToken stop)
    {
        // Asked each time: another process may have erased the image that this one still has in its cache.
        if (await store.LengthAsync(ObjectKey.Photo(company, image, recipe.PhotoDigest), stop) is null) return Picture.Without(Problem.ObjectMissing);
        return await _pictures.GetAsync($"{image:N} {recipe.Key}", token => RenderAsync(company, image, recipe, feed, token), stop);
    }

    /// <summary>Drops what is cached of an erased image.</summary>
    public void Forget(Guid image)
    {
        _pictures.Remove($"{image:N} ");
        _photos.Remove($"{image:N} ");
    }

    /// <summary>Opens a photo that is being stored, in its turn like all heavy work; null when the server is busy.</summary>
    public Task<OpenPhoto?> OpenAsync(StagedObject file, CancellationToken stop) => gate.RunAsync(() => Open(file.ReadAll(), stop), stop);

    /// <summary>Keeps a photo that was just stored: masks of it are likely to be asked for next.</summary>
    public Task RememberAsync(Guid image, string digest, OpenPhoto photo) => _photos.GetAsync($"{image:N} {digest}", _ => Task.FromResult(photo), CancellationToken.None);

    // A picture that no cache keeps is in memory for its clients alone.
    private static void Keep(PictureSender sender, Picture picture, bool isKept)
    {
        if (picture.Content is not { } content) return;
        content.IsKept = isKept;
        if (!isKept) sender.Look();
    }

    private async Task<Picture> RenderAsync(Guid company, Guid image, Recipe recipe, PictureFeed feed, CancellationToken stop)
    {
        var masks = new List<(byte[] Json, MaskStyle Style)>();
        foreach (var (digest, style) in recipe.All)
        {
            var (json, fault) = await objects.ReadAsync(ObjectKey.Masks(company, image, digest), stop);
            if (json is null) return Picture.Without(Problem.Of(fault!.Value));
            masks.Add((json, style));
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.TimeLimit);
        try
        {
            var photo = await PhotoAsync(company, image, recipe.PhotoDigest, limit.Token);
            if (photo.Problem is { } problem) return Picture.Without(problem);
            var shown = recipe.Output.Overlay ? photo : await DerivedAsync(image, recipe, photo.Photo!, limit.Token);
            if (shown.Problem is { } other) return Picture.Without(other);
            return await gate.RunWideAsync(workers => PictureMaker.Draw(photo.Photo!, shown.Photo!, masks, recipe.Output, feed, workers, limit.Token), limit.Token)
                ?? Picture.Without(Problem.Busy(RenderGate.RetryAfter));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            TooSlow(log, image, options.TimeLimit.TotalSeconds);
            return Picture.Without(new Problem(503, $"The picture could not be drawn within {options.TimeLimit.TotalSeconds:0.#} seconds", RetryAfter: options.TimeLimit));
        }
    }

    // A photo that is cropped, scaled or in another quality is made once for all the masks that are drawn on it.
    private async Task<OpenPhoto> DerivedAsync(Guid image, Recipe recipe, Photo photo, CancellationToken stop)
    {
        if (!photo.ChangesWith(recipe.Output)) return new OpenPhoto(photo, null, null);
        return await _photos.GetAsync($"{image:N} {recipe.PhotoDigest} {recipe.Output.PhotoKey}", async token =>
            await gate.RunAsync(() => Derive(photo, recipe.Output, token), token) ?? new OpenPhoto(null, null, Problem.Busy(RenderGate.RetryAfter)), stop);
    }

    private static OpenPhoto Derive(Photo photo, OutputOptions output, CancellationToken stop)
    {
        try
        {
            return new OpenPhoto(photo.Derive(output, stop), null, null);
        }
        catch (NotSupportedException e)
        {
            return new OpenPhoto(null, null, new Problem(422, e.Message));
        }
    }

    private Task<OpenPhoto> PhotoAsync(Guid company, Guid image, string digest, CancellationToken stop) =>
        _photos.GetAsync($"{image:N} {digest}", async token =>
        {
            var (file, fault) = await objects.ReadAsync(ObjectKey.Photo(company, image, digest), token);
            if (file is null) return new OpenPhoto(null, null, Problem.Of(fault!.Value));
            return await gate.RunAsync(() => Open(file, token), token) ?? new OpenPhoto(null, null, Problem.Busy(RenderGate.RetryAfter));
        }, stop);

    private OpenPhoto Open(byte[] file, CancellationToken stop) => Photo.TryOpen(file, images.Limits, out var photo, out var error, stop)
        ? new OpenPhoto(photo, null, null)
        : new OpenPhoto(null, error, new Problem(500, "The stored photo cannot be read"));

    [LoggerMessage(LogLevel.Warning, "A picture of image {Image} was not drawn within {Seconds} s")]
    private static partial void TooSlow(ILogger log, Guid image, double seconds);
}

/// <summary>A photo that was opened, or what is wrong with it: for who sent it, and for who only reads it.</summary>
internal sealed record OpenPhoto(Photo? Photo, PhotoError? Error, Problem? Problem);
