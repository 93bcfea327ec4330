using Cutis.Masks.Results;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>Something that is labelled and found, so that both can be held against each other.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Algorithm">The algorithm that finds it.</param>
/// <param name="Mask">The one mask of the algorithm that shows it; null for all of them.</param>
/// <param name="IsThin">Whether it consists of marks so small that a place may be off by 1/200 of the longer side.</param>
internal sealed record Target(string Name, string Algorithm, string? Mask, bool IsThin)
{
    private const double Tolerance = 1 / 200.0;

    /// <summary>All targets, in the order of reports.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        new("skin", "skin_areas", "skin_mask_original", false),
        new("hair", "skin_areas", "hair_mask_original", false),
        new("facial_hair", "skin_areas", "facial_hair_mask_original", false),
        new("glasses", "skin_areas", "glasses_mask_original", false),
        new("lines", "lines", null, true),
        new("pigmentation", "pigmentation", null, true),
        new("acne", "acne", null, true),
        new("pores", "pores", null, true),
        new("redness", "redness", null, false),
        new("uniformness", "uniformness", null, false),
        new("eye_area_condition", "eye_area_condition", null, false),
    ];

    /// <summary>By how many pixels a place may be off on a picture.</summary>
    public int Reach(int width, int height) => IsThin ? (int)Math.Round(Tolerance * Math.Max(width, height)) : 0;

    /// <summary>The masks of a result that show it.</summary>
    public IEnumerable<Mask> MasksOf(AlgorithmResult result) =>
        (result.MasksOriginal?.Masks ?? []).Where(mask => Mask is null || mask.TechName == Mask);
}
