using System.ComponentModel;

namespace Cutis.Platform.Reports;

/// <summary>Every parameter by its name; null where it was not measured.</summary>
[Description("Every parameter by its name; null where it was not measured.")]
internal sealed record SkinParameters(
    SkinParameter? Lines,
    SkinParameter? DeepLines,
    SkinParameter? FineLines,
    SkinParameter? Pores,
    SkinParameter? EnlargedPores,
    SkinParameter? Redness,
    SkinParameter? Irritation,
    SkinParameter? Pigmentation,
    SkinParameter? Freckles,
    SkinParameter? Moles,
    SkinParameter? Melasma,
    SkinParameter? SunSpots,
    SkinParameter? Breakouts,
    SkinParameter? Pimples,
    SkinParameter? Inflammation,
    SkinParameter? Sagging,
    SkinParameter? Jowls,
    SkinParameter? LacrimalGrooves,
    SkinParameter? DarkCircles,
    SkinParameter? SkinType,
    SkinParameter? Skintone,
    SkinParameter? Age,
    SkinParameter? EyesAge,
    SkinParameter? Ita
)
{
    /// <summary>The parameters that were found, by name.</summary>
    public static SkinParameters Create(Dictionary<string, SkinParameter?> found) =>
        new(
            found["lines"],
            found["deep_lines"],
            found["fine_lines"],
            found["pores"],
            found["enlarged_pores"],
            found["redness"],
            found["irritation"],
            found["pigmentation"],
            found["freckles"],
            found["moles"],
            found["melasma"],
            found["sun_spots"],
            found["breakouts"],
            found["pimples"],
            found["inflammation"],
            found["sagging"],
            found["jowls"],
            found["lacrimal_grooves"],
            found["dark_circles"],
            found["skin_type"],
            found["skintone"],
            found["age"],
            found["eyes_age"],
            found["ita"]
        );
}
