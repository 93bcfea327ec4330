using System.Text.Json;

namespace Cutis.Platform.Storage;

/// <summary>The document of a result without its masks, as rows have it.</summary>
internal static class StoredEnvelope
{
    /// <summary>Characters of an envelope of ours, which has some hundred; that of a result that was sent may be larger.</summary>
    public const int MaxOwnLength = 8192;

    /// <summary>A value of the feedback of a result; null where there is none.</summary>
    public static JsonElement? Feedback(JsonDocument envelope, string key) =>
        envelope.RootElement.TryGetProperty("feedback", out var feedback)
        && feedback.ValueKind == JsonValueKind.Object
        && feedback.TryGetProperty(key, out var value)
            ? value
            : null;
}
