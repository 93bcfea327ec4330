using Cutis.Masks.Scenes;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Urls;

/// <summary>
/// Recipes that are too long for a URL, which then holds their key. They lie with the other objects of their image, so erasing it takes
/// them along. The time of the file is when a URL with the key was last issued: the sweeper frees it once no such URL can be live.
/// </summary>
internal sealed class StoredRecipes(DiskObjectStore store, VerifiedObjects objects, TimeProvider clock)
{
    /// <summary>Keeps a recipe for as long as a URL that is issued now can live.</summary>
    public async Task PutAsync(Guid company, Guid image, Recipe recipe, CancellationToken stop)
    {
        var key = ObjectKey.Recipe(company, image, recipe.Key);
        // A damaged one is written anew.
        if (await objects.CheckAsync(key, stop) is null && store.SetTime(key, clock.GetUtcNow()))
            return;
        await store.PutAsync(key, recipe.ToCanonicalUtf8(), stop);
        store.SetTime(key, clock.GetUtcNow());
        // An erasure deletes the photo; one that was faster than this has not seen the recipe.
        if (await store.LengthAsync(ObjectKey.Photo(company, image, recipe.PhotoDigest), CancellationToken.None) is null)
            await store.DeleteAsync(key);
    }

    /// <summary>The recipe of a key.</summary>
    public async Task<(Recipe? Recipe, ObjectFault? Fault)> FindAsync(Guid company, Guid image, string key, CancellationToken stop)
    {
        var (canonical, fault) = await objects.ReadAsync(ObjectKey.Recipe(company, image, key), stop);
        if (canonical is null)
            return (null, fault);
        return Recipe.Parse(canonical) is { } recipe ? (recipe, null) : (null, ObjectFault.Damaged);
    }
}
