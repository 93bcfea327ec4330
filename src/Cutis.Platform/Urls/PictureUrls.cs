using Cutis.Masks.Scenes;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Urls;

/// <summary>
/// Signed URLs of masked pictures. The path contains the whole recipe, so that any process can draw the picture without a database. A
/// recipe that would make the URL too long is stored, and the path contains its key.
/// </summary>
internal sealed class PictureUrls(ImageUrls urls, StoredRecipes recipes)
{
    /// <summary>Maximum length of a URL, including scheme and host: not every browser, proxy and database column accepts more.</summary>
    public const int MaxLength = 2000;

    /// <summary>When a URL that is issued now expires.</summary>
    public DateTimeOffset Expiry() => urls.Expiry();

    /// <summary>The URL of the original photo without masks, scaled down to fit a box.</summary>
    /// <param name="urls">Signs it.</param>
    /// <param name="root">The beginning of the URL.</param>
    /// <param name="image">The image.</param>
    /// <param name="photo">Its original photo.</param>
    /// <param name="box">The largest width and height in pixels.</param>
    /// <param name="expires">The expiry of the URL.</param>
    public static string Scaled(
        ImageUrls urls,
        string root,
        Image image,
        StoredPhoto photo,
        (int Width, int Height) box,
        DateTimeOffset expires
    )
    {
        var scale = Math.Min((double)box.Width / photo.Width, (double)box.Height / photo.Height);
        var side = Math.Max(1, (int)(Math.Max(photo.Width, photo.Height) * scale));
        var output = scale < 1 ? new OutputOptions { MaxSide = side } : OutputOptions.Default;
        // A recipe without masks is far shorter than a URL may be.
        var recipe = RecipeText.Write(Recipe.WithoutMasks(photo.Digest, Frame.Original, output).ToCanonicalUtf8())!;
        var name = $"original-{box.Width}x{box.Height}{FilePaths.Extension(photo.MediaType)}";
        return urls.Sign(root, image, FilePaths.Masked(image.CompanyId, image.Id, recipe, name), expires);
    }

    /// <summary>The URL of a picture.</summary>
    /// <param name="root">The beginning of the URL.</param>
    /// <param name="image">The image.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="name">A name made by <see cref="FileNames"/>.</param>
    /// <param name="expires">The expiry of the URL.</param>
    /// <param name="stop">Cancels the work.</param>
    public async Task<string> CreateAsync(
        string root,
        Image image,
        Recipe recipe,
        string name,
        DateTimeOffset expires,
        CancellationToken stop
    )
    {
        if (RecipeText.Write(recipe.ToCanonicalUtf8()) is { } text)
        {
            var path = FilePaths.Masked(image.CompanyId, image.Id, text, name);
            if (ImageUrls.MaxLength(root, path) <= MaxLength)
                return urls.Sign(root, image, path, expires);
        }

        await recipes.PutAsync(image.CompanyId, image.Id, recipe, stop);
        return urls.Sign(root, image, FilePaths.Masked(image.CompanyId, image.Id, recipe.Key, name), expires);
    }
}
