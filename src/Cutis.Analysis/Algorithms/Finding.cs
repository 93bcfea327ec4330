using System.Collections.Immutable;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>What an algorithm found, in restored pixels.</summary>
/// <param name="Areas">Metrics by area.</param>
/// <param name="Masks">What to draw; null when the algorithm has no mask.</param>
internal sealed record Finding(ImmutableArray<AreaFinding> Areas, ImmutableArray<FoundMask>? Masks)
{
    /// <summary>Codes of what is wrong with the photo.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Areas that have no numbers, as too little of their skin is to be seen.</summary>
    public ImmutableArray<string> HiddenAreas { get; init; } = [];

    /// <summary>The same without the numbers of some areas.</summary>
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
/// <param name="Name">Name for people.</param>
/// <param name="Widget">How to show it.</param>
/// <param name="Number">Its number, or null.</param>
/// <param name="Text">Its class, when it is no number.</param>
/// <param name="Units">Its units, if it has any.</param>
internal sealed record Measure(string TechName, string Name, string Widget, double? Number, string? Text = null, string? Units = null)
{
    /// <summary>The same without a value.</summary>
    public Measure Unknown => this with { Number = null, Text = null };

    /// <summary>0..100, higher is better.</summary>
    public static Measure Score(string techName, string name, double? value) => new(techName, name, "bad_good_line", value);

    /// <summary>A plain number; two decimals are kept.</summary>
    public static Measure Raw(string techName, string name, double value, string? units = null) =>
        new(techName, name, "numeric", double.IsFinite(value) ? Math.Round(value, 2, MidpointRounding.AwayFromZero) : null, null, units);

    /// <summary>A share of 0..100.</summary>
    public static Measure Share(string techName, string name, double percent) =>
        new(techName, name, "density", Math.Round(Math.Clamp(percent, 0, 100), 2, MidpointRounding.AwayFromZero), null, "%");

    /// <summary>A class.</summary>
    public static Measure Class(string techName, string name, string value) => new(techName, name, "category", null, value);
}

/// <summary>A mask in restored pixels.</summary>
/// <param name="Kind">The mask type.</param>
/// <param name="Name">Display name.</param>
/// <param name="Restored">Technical name on the restored photo.</param>
/// <param name="Original">Technical name on the original.</param>
/// <param name="Fill">Recommended colour.</param>
/// <param name="Features">What was found.</param>
internal sealed record FoundMask(
    MaskKind Kind,
    string Name,
    string Restored,
    string Original,
    string? Fill,
    ImmutableArray<Feature> Features
);
