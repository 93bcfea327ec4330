using System.Collections.Frozen;
using Cutis.Masks.Colours;

namespace Cutis.Masks.Results;

/// <summary>The colours of masks that have none of their own.</summary>
public static class DefaultFills
{
    private static readonly SolidFill EyeArea = new(252, 255, 84, 0.5);
    private static readonly SolidFill FacialHair = new(95, 214, 66, 0.7);
    private static readonly SolidFill AnythingElse = new(255, 0, 122, 0.5);

    // `line_lines` is a published misspelling of fine lines.
    private static readonly (string Prefix, Fill Fill)[] ByMask =
    [
        ("deep_lines", new SolidFill(7, 221, 67, 0.7)),
        ("fine_lines", new SolidFill(255, 0, 122, 0.9)),
        ("line_lines", new SolidFill(255, 0, 122, 0.9)),
        ("sagging", new SolidFill(192, 223, 126, 1)),
        ("dark_circles", EyeArea),
        ("eye_bags", EyeArea),
        ("lacrimal_grooves", EyeArea),
        ("unshaven", FacialHair),
        ("stubble", FacialHair),
        ("beard", FacialHair),
        ("moustache", FacialHair),
        ("mustache", FacialHair),
    ];

    private static readonly FrozenDictionary<string, Fill> ByAlgorithm = new Dictionary<string, Fill>
    {
        ["sagging"] = new SolidFill(192, 223, 126, 1),
        ["pores"] = new SolidFill(1, 11, 102, 0.5),
        ["pigmentation"] = new SolidFill(42, 16, 74, 0.5),
        ["acne"] = new SolidFill(255, 0, 0, 0.5),
        ["redness"] = new SolidFill(255, 80, 164, 1),
        ["uniformness"] = new SolidFill(84, 160, 255, 1),
        ["hydration"] = RampFill.Hydration,
        ["translucency"] = new SolidFill(84, 255, 255, 1),
        ["eye_area_condition"] = EyeArea,
        ["facial_hair_attributes"] = FacialHair,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The default fill by the mask's technical name, otherwise by the algorithm's.</summary>
    public static Fill For(AlgorithmName algorithm, string maskTechName)
    {
        foreach (var (prefix, fill) in ByMask)
            if (maskTechName.StartsWith(prefix, StringComparison.Ordinal))
                return fill;
        return ByAlgorithm.GetValueOrDefault(algorithm.Value, AnythingElse);
    }
}
