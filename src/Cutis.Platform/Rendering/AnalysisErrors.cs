using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Rendering;

/// <summary>
/// Why an analysis has no answer, as the code of an entry: <c>feedback.reason</c> of the stored result, where it is one of ours.
/// </summary>
internal static class AnalysisErrors
{
    /// <summary>The code of a result whose reason is not known.</summary>
    public const string Other = "analysis_failed";

    private static readonly ImmutableHashSet<string> Reasons =
    [
        "no_face",
        "not_full_face",
        "resolution",
        "pose",
        "no_skin",
        "greyscale",
        "colour_cast",
        "not_available",
        "plugin_failed",
    ];

    /// <summary>The code of a result with an error.</summary>
    /// <param name="envelope">Its document without masks; null where that is too large to be one of ours.</param>
    public static string CodeOf(string? envelope)
    {
        if (envelope is null)
            return Other;
        using var document = JsonDocument.Parse(envelope);
        return
            StoredEnvelope.Feedback(document, "reason") is { ValueKind: JsonValueKind.String } reason
            && Reasons.TryGetValue(reason.GetString()!, out var code)
            ? code
            : Other;
    }
}
