using Cutis.Masks.Scenes;

namespace Cutis.Platform.Urls;

/// <summary>
/// Signed URLs of masked pictures. The path holds the whole recipe, so any process can draw the picture without asking a database; a
/// recipe that would make the URL too long is stored, and the path holds its key.
/// </summary>
internal sealed class PictureUrls(UrlSigner signer, StoredRecipes recipes)
{
    /// <summary>
    /// Characters of a URL, scheme and host included: more than this many do not pass every browser, proxy and database column.
    /// </summary>
    public const int MaxLength = 2000;

    /// <summary>When a URL made now expires.</summary>
    public DateTimeOffset Expiry() => signer.Expiry();

    /// <summary>The URL of a picture.</summary>
    /// <param name="root">What the URL begins with.</param>
    /// <param name="company">Whose image it is.</param>
    /// <param name="image">Of which image.</param>
    /// <param name="recipe">What determines the picture.</param>
    /// <param name="name">Of <see cref="FileNames"/>.</param>
    /// <param name="expires">Until when it may be read.</param>
    /// <param name="stop">Ends the work early.</param>
    public async Task<string> CreateAsync(
        string root,
        Guid company,
        Guid image,
        Recipe recipe,
        string name,
        DateTimeOffset expires,
        CancellationToken stop
    )
    {
        if (RecipeText.Write(recipe.ToCanonicalUtf8()) is { } text)
        {
            var url = signer.Sign(root, FilePaths.Masked(company, image, text, name), expires);
            if (url.Length <= MaxLength)
                return url;
        }

        await recipes.PutAsync(company, image, recipe, stop);
        return signer.Sign(root, FilePaths.Masked(company, image, recipe.Key, name), expires);
    }
}
