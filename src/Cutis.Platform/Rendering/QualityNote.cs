using System.ComponentModel;
using System.Text;
using System.Text.Json;

namespace Cutis.Platform.Rendering;

/// <summary>What the quality algorithm says of a photo in words; every answer about the photo carries it.</summary>
/// <param name="Overlay">A short sentence.</param>
/// <param name="Tooltip">What speaks for and against the photo.</param>
internal sealed record QualityNote(string? Overlay, QualityTooltip? Tooltip)
{
    /// <summary>The canonical name of the algorithm.</summary>
    public const string Algorithm = "quality";

    // It stands in every entry of an answer: a longer one is left out.
    private const int MaxBytes = 4096;

    /// <summary>Nothing to say.</summary>
    public static QualityNote None { get; } = new(null, null);

    /// <summary>Bytes of its texts.</summary>
    public int Bytes => Utf8(Overlay) + (Tooltip?.All.Sum(Utf8) ?? 0);

    /// <summary>The note in the envelope of a quality result; null where there is no result.</summary>
    public static QualityNote Read(string? envelope)
    {
        if (envelope is null)
            return None;
        using var document = JsonDocument.Parse(envelope);
        if (!document.RootElement.TryGetProperty("feedback", out var feedback) || feedback.ValueKind != JsonValueKind.Object)
            return None;
        var overlay = feedback.TryGetProperty("overlay", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        var tooltip =
            feedback.TryGetProperty("tooltip", out var lists) && lists.ValueKind == JsonValueKind.Object
                ? new QualityTooltip(Texts(lists, "warn"), Texts(lists, "negative"), Texts(lists, "positive"))
                : null;
        var note = new QualityNote(overlay, tooltip);
        return note.Bytes <= MaxBytes ? note : None;
    }

    private static string[] Texts(JsonElement lists, string key) =>
        lists.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)]
            : [];

    private static int Utf8(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}

/// <summary>What speaks for and against a photo.</summary>
[Description("What speaks for and against the photo, from the quality result.")]
internal sealed record QualityTooltip(IReadOnlyList<string> Warn, IReadOnlyList<string> Negative, IReadOnlyList<string> Positive)
{
    internal IEnumerable<string> All => Warn.Concat(Negative).Concat(Positive);
}
