using Cutis.Masks.Scenes;
using Cutis.Platform.Errors;

namespace Cutis.Platform.Rendering;

/// <summary>Checks a combined picture before its masks are read: its number of layers and the length of their JSON.</summary>
internal static class CombinedSize
{
    /// <summary>The error of a request for one picture with these entries; null when it is within the limits.</summary>
    public static ServiceError? Validate(IReadOnlyCollection<Drawable> entries)
    {
        var layers = entries.Sum(entry => entry.Style.Layers);
        // Entries of the same result read the same masks, once each.
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
