using Cutis.Masks.Scenes;
using Cutis.Platform.Errors;

namespace Cutis.Platform.Rendering;

/// <summary>What is known of a combined picture before its masks are read: how many layers it has, and how long their JSON is.</summary>
internal static class CombinedSize
{
    /// <summary>What is wrong with a request for one picture with these entries; null when it is not too large.</summary>
    public static ServiceError? Validate(IReadOnlyCollection<Drawable> entries)
    {
        var layers = entries.Sum(entry => entry.Masks.Masks.Length * (entry.Options.Picture.Outline is null ? 1 : 2));
        // Entries of one result read the same masks, once for each.
        var bytes = entries.Sum(entry => entry.Masks.Bytes);
        var messages = new List<string>();
        if (layers > SceneLimits.MaxLayers)
            messages.Add(new SceneTooLargeException("layers", SceneLimits.MaxLayers, layers).Message);
        if (bytes > SceneLimits.MaxJsonBytes)
            messages.Add(new SceneTooLargeException("json_bytes", SceneLimits.MaxJsonBytes, bytes).Message);
        if (messages.Count == 0)
            return null;
        var fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["masks"] = [.. messages] };
        return ServiceError.Invalid(fields) with { Code = SceneTooLargeException.Code };
    }
}
