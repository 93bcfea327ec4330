using System.Collections.Immutable;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>What a built-in algorithm found, in pixels of the restored image.</summary>
/// <param name="Areas">Metrics by area.</param>
/// <param name="Masks">The masks; null when the algorithm draws none.</param>
internal sealed record Finding(ImmutableArray<AreaFinding> Areas, ImmutableArray<FoundMask>? Masks)
{
    /// <summary>Codes of problems with the photo.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>The quality of the photo in words; null where it was not what was measured.</summary>
    public QualityWords? Words { get; init; }

    /// <summary>Areas without values, because too little of their skin is visible.</summary>
    public ImmutableArray<string> HiddenAreas { get; init; } = [];

    /// <summary>The finding without the values of some areas.</summary>
    public Finding Without(ImmutableArray<string> areas) =>
        this with
        {
            HiddenAreas = areas,
            Areas =
            [
                .. Areas.Select(area =>
                    areas.Contains(area.Area)
                        ? new AreaFinding(area.Area, area.Main?.Unknown, [.. area.Others.Select(m => m.Unknown)])
                        : area
                ),
            ],
        };
}

/// <summary>The metrics of one area.</summary>
internal sealed record AreaFinding(string Area, Measure? Main, ImmutableArray<Measure> Others);

/// <summary>A named number or class.</summary>
/// <param name="TechName">Stable name.</param>
/// <param name="Name">Display name.</param>
/// <param name="Widget">Widget that displays it.</param>
/// <param name="Number">The number, or null.</param>
/// <param name="Text">The class, when it is not a number.</param>
/// <param name="Units">Unit of the number, or null.</param>
internal sealed record Measure(string TechName, string Name, string Widget, double? Number, string? Text = null, string? Units = null)
{
    /// <summary>The same measure without a value.</summary>
    public Measure Unknown => this with { Number = null, Text = null };

    /// <summary>A score of 0..100, higher is better.</summary>
    public static Measure Score(string techName, string name, double? value) => new(techName, name, "bad_good_line", value);

    /// <summary>A plain number, rounded to two decimals.</summary>
    public static Measure Raw(string techName, string name, double value, string? units = null) =>
        new(techName, name, "numeric", double.IsFinite(value) ? Math.Round(value, 2, MidpointRounding.AwayFromZero) : null, null, units);

    /// <summary>A percentage, 0..100.</summary>
    public static Measure Share(string techName, string name, double percent) =>
        new(techName, name, "density", Math.Round(Math.Clamp(percent, 0, 100), 2, MidpointRounding.AwayFromZero), null, "%");

    /// <summary>A class.</summary>
    public static Measure Class(string techName, string name, string value) => new(techName, name, "category", null, value);
}

/// <summary>A mask in pixels of the restored image.</summary>
/// <param name="Kind">The mask type.</param>
/// <param name="Name">Display name.</param>
/// <param name="Restored">Technical name of the mask on the restored photo.</param>
/// <param name="Original">Technical name of the mask on the original photo.</param>
/// <param name="Fill">Recommended colour.</param>
/// <param name="Features">Shapes of the mask.</param>
internal sealed record FoundMask(
    MaskKind Kind,
    string Name,
    string Restored,
    string Original,
    string? Fill,
    ImmutableArray<Feature> Features
)
{
    /// <summary>Whether it reaches beyond the face, so that it is cut off at the edges of a picture.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether it is drawn on the photo alone, and not on the restored image.</summary>
    public bool IsOnPhotoOnly { get; init; }
}
