using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cutis.Analysis.Algorithms;

/// <summary>What the quality of a photo comes to, in words for whoever took it.</summary>
/// <param name="Overlay">A short sentence.</param>
/// <param name="Tooltip">What speaks for and against the photo.</param>
internal sealed record QualityWords(string Overlay, QualityTooltip Tooltip)
{
    /// <summary>The worst of a part's score at which it counts as good.</summary>
    private const double Good = 80;

    // By weight: the first one that a photo has is its sentence. Those that spoil measurements are negative.
    private static readonly (string Problem, string Text, bool IsNegative)[] Texts =
    [
        ("face_cut_off", "The face is not wholly in the picture", true),
        ("face_too_small", "The face is too small", true),
        ("too_dark", "The photo is too dark", true),
        ("overexposed", "The photo is overexposed", true),
        ("blurred", "The photo is blurred", true),
        ("head_turned", "The head is turned", true),
        ("hand", "A hand hides a part of the face", true),
        ("face_partly_hidden", "Something hides a part of the face", true),
        ("greyscale", "The photo has no colours", true),
        ("uneven_light", "The light is uneven", false),
        ("glasses", "Glasses hide the skin around the eyes", false),
        ("hat", "A hat or a scarf may hide the forehead", false),
        ("eyes_hidden", "The eyes are hidden", false),
        ("colour_cast", "The light has a colour", false),
        ("uncertain_scale", "The size of the face is uncertain", false),
    ];

    private static readonly (string Score, string Text)[] Praises =
    [
        ("size_score", "Good face resolution"),
        ("sharpness_score", "Good focus"),
        ("exposure_score", "Good exposure"),
        ("shadows_score", "Even light"),
        ("rotation_score", "Face is turned to the camera"),
        ("full_face_score", "Full face is in the picture"),
        ("occlusion_score", "Nothing hides the face"),
    ];

    /// <summary>The words for what was measured.</summary>
    /// <param name="problems">Codes of problems with the photo.</param>
    /// <param name="scores">The scores of its parts.</param>
    public static QualityWords Create(ImmutableArray<string> problems, IEnumerable<Measure> scores)
    {
        var found = Texts.Where(t => problems.Contains(t.Problem)).ToArray();
        var good = scores.Where(m => m.Number >= Good).Select(m => m.TechName).ToHashSet(StringComparer.Ordinal);
        return new QualityWords(
            found.Length == 0 ? "Good quality image" : found[0].Text,
            new QualityTooltip(
                [.. found.Where(t => !t.IsNegative).Select(t => t.Text)],
                [.. found.Where(t => t.IsNegative).Select(t => t.Text)],
                [.. Praises.Where(p => good.Contains(p.Score)).Select(p => p.Text)]
            )
        );
    }
}

/// <summary>What speaks for and against a photo.</summary>
/// <param name="Warn">What may spoil measurements.</param>
/// <param name="Negative">What spoils them.</param>
/// <param name="Positive">What is good.</param>
internal sealed record QualityTooltip(
    [property: JsonPropertyName("warn")] IReadOnlyList<string> Warn,
    [property: JsonPropertyName("negative")] IReadOnlyList<string> Negative,
    [property: JsonPropertyName("positive")] IReadOnlyList<string> Positive
);
