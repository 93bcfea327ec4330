using Cutis.Masks.Scenes;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Urls;

/// <summary>
/// Recipes that are too long for a URL, which then contains their key. They lie among the objects of their image, so that erasing it
/// removes them. The file's time is when a URL with the key was last issued: the sweep deletes the file once no such URL can be valid.
/// </summary>
internal sealed class StoredRecipes(IObjectStore store, VerifiedObjects objects, TimeProvider clock)
{
    /// <summary>Stores a recipe for as long as a URL that is issued now can be valid.</summary>
    public async Task PutAsync(Guid company, Guid image, Recipe recipe, CancellationToken stop)
    {
        var key = ObjectKey.Recipe(company, image, recipe.Key);
        // A damaged file is written again.
        if (await objects.CheckAsync(key, stop) is null && await store.TouchAsync(key, clock.GetUtcNow(), stop))
            return;
        await store.PutAsync(key, recipe.ToCanonicalUtf8(), stop);
        await store.TouchAsync(key, clock.GetUtcNow(), stop);
        // Erasing deletes the photo, or the masks; an erasure that overtook this call has not seen the recipe.
        var needed = recipe.BlankSize is null
            ? ObjectKey.Photo(company, image, recipe.PhotoDigest)
            : ObjectKey.Masks(company, image, recipe.MasksDigest);
        if (await store.LengthAsync(needed, CancellationToken.None) is null)
            await store.DeleteAsync(key);
    }

    /// <summary>The recipe with a key.</summary>
    public async Task<(Recipe? Recipe, ObjectFault? Fault)> FindAsync(Guid company, Guid image, string key, CancellationToken stop)
    {
        var (canonical, fault) = await objects.ReadAsync(ObjectKey.Recipe(company, image, key), stop);
        if (canonical is null)
            return (null, fault);
        return Recipe.Parse(canonical) is { } recipe ? (recipe, null) : (null, ObjectFault.Damaged);
    }
}
