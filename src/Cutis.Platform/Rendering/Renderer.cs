using Cutis.Imaging.Photos;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Photos;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Rendering;

/// <summary>
/// The use case of fetching a masked picture: recipe → photo and mask sets → scene → bytes, within one turn of admission. Pictures and
/// photos are cached.
/// </summary>
internal sealed class Renderer(
    IObjectStore store,
    VerifiedObjects objects,
    HeavyWork heavy,
    AdmissionLimits limits,
    PhotoOpener photos,
    PictureCaches caches
)
{
    /// <summary>The picture of a recipe.</summary>
    /// <param name="company">The company.</param>
    /// <param name="image">The image.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="feed">Receives the picture while it is drawn, unless it is cached or another request is already drawing it.</param>
    /// <param name="stop">Cancelled when the client has left.</param>
    public async Task<Picture> GetAsync(Guid company, Guid image, Recipe recipe, PictureStream feed, CancellationToken stop)
    {
        var (photo, fault) = recipe.BlankSize is { } size
            ? (new PhotoFile(0, PhotoHeader.CreateBlank(size.Width, size.Height), null), null)
            : await photos.FindAsync(company, image, recipe.PhotoDigest, stop);
        if (photo is null)
            return Picture.Without(fault!.Value.ToError());
        if (photo.Error is not null)
            return Picture.Without(PhotoOpener.Unreadable);
        return await caches.Pictures.GetAsync(
            $"{image:N} {recipe.Key}",
            token => RenderAsync(company, image, recipe, photo, feed, token),
            stop
        );
    }

    // The photo is opened and drawn on in one turn, and masks are read within it, so that nothing large is held while waiting.
    private async Task<Picture> RenderAsync(
        Guid company,
        Guid image,
        Recipe recipe,
        PhotoFile photo,
        PictureStream feed,
        CancellationToken stop
    )
    {
        var masks = new List<long>();
        foreach (var (digest, _) in recipe.All)
        {
            if (await store.LengthAsync(ObjectKey.Masks(company, image, digest), stop) is not { } bytes)
                return Picture.Without(ObjectErrors.Missing);
            masks.Add(bytes);
        }

        var work = PictureCost.Estimate(company, photo, masks, recipe, limits);
        var outcome = await heavy.RunAsync(
            work,
            turn => DrawAsync(company, image, recipe, feed, turn),
            stop,
            $"{image:N} {recipe.ShapesKey}"
        );
        return outcome.Value ?? Picture.Without(outcome.Refusal!.ToError());
    }

    private async Task<Picture> DrawAsync(Guid company, Guid image, Recipe recipe, PictureStream feed, Turn turn)
    {
        var opened = recipe.BlankSize is { } size
            ? new OpenPhoto(new BlankPhoto(size.Width, size.Height), null, null)
            : await photos.OpenAsync(company, image, recipe.PhotoDigest, turn.Stop);
        if (opened.Photo is not { } photo)
            return Picture.Without(opened.Failure!);
        var shown = recipe.Output.Overlay || photo is BlankPhoto ? opened : await photos.DeriveAsync(image, recipe, photo, turn.Stop);
        if (shown.Photo is null)
            return Picture.Without(shown.Failure!);
        var masks = new List<(byte[] Json, MaskStyle Style)>();
        foreach (var (digest, style) in recipe.All)
        {
            var (json, fault) = await objects.ReadAsync(ObjectKey.Masks(company, image, digest), turn.Stop);
            if (json is null)
                return Picture.Without(fault!.Value.ToError());
            masks.Add((json, style));
        }

        return PictureMaker.Draw(photo, shown.Photo, masks, recipe.Output, feed, turn.Permits, turn.Stop);
    }
}
