using Cutis.Masks;
using Cutis.Server.Http;

namespace Cutis.Server.Rasterisation;

/// <summary>What is known of a combined picture before its masks are read: how many layers it has, and how long their JSON is.</summary>
internal static class CombinedSize
{
    /// <summary>The mistakes of a request for one picture with these entries; null when it is not too large.</summary>
    public static Mistakes? Check(IReadOnlyCollection<Drawable> entries)
    {
        var layers = entries.Sum(entry => entry.Masks.Masks.Length * (entry.Options.Picture.Outline is null ? 1 : 2));
        // Entries of one result read the same masks, once for each.
        var bytes = entries.Sum(entry => entry.Masks.Bytes);
        var mistakes = new Mistakes();
        if (layers > SceneLimits.MaxLayers) Add("layers", SceneLimits.MaxLayers, layers);
        if (bytes > SceneLimits.MaxJsonBytes) Add("json_bytes", SceneLimits.MaxJsonBytes, bytes);
        return mistakes.Any ? mistakes : null;

        void Add(string field, long limit, long value) =>
            mistakes.Add(["body", "masks"], new SceneTooLargeException(field, limit, value).Message, SceneTooLargeException.Code);
    }
}
