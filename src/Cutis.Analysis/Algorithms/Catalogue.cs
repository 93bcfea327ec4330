namespace Cutis.Analysis.Algorithms;

/// <summary>The built-in algorithms, and those left out deliberately.</summary>
public static class Catalogue
{
    /// <summary>Every algorithm, in the order of execution.</summary>
    internal static IReadOnlyList<IAlgorithm> All { get; } =
    [
        new Quality(),
        new FacialLandmarks(),
        new FrontFaceAreas(),
        new SkinAreas(),
        new SkinTone(),
        new Redness(),
        new Uniformness(),
        new EyeAreaCondition(),
        new LinesAlgorithm(),
        new Pigmentation(),
        new Acne(),
        new Pores(),
    ];

    /// <summary>Names, versions and how far each algorithm can be trusted.</summary>
    public static IReadOnlyList<AlgorithmInfo> Algorithms { get; } =
    [.. All.Select(a => new AlgorithmInfo(a.TechName, a.Version, a.Status, [.. a.Areas]))];

    /// <summary>Algorithms that run only when they are named, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> OnRequest { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["pores"] = "On most photographs stubble, hair, shine and noise are taken for pores",
            ["skin_tone"] = "Without a colour reference the light decides the tone",
        };

    /// <summary>The algorithms that run when none is named.</summary>
    public static IEnumerable<AlgorithmInfo> Usual => Algorithms.Where(a => !OnRequest.ContainsKey(a.TechName));

    /// <summary>Names of the public contract for which no sound method from a single photo exists, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> NotAvailable { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["hydration"] = "No published method measures the water of skin from one photo",
            ["translucency"] = "No published method measures translucency from one photo",
            ["age"] = "Perceived age needs a trained model, and none with a free licence is known",
            ["eye_age"] = "Perceived age needs a trained model, and none with a free licence is known",
            ["skin_type"] = "Skin type is about sebum, which one photo does not show",
            ["sagging"] = "Sagging is relief, which one photo does not show",
            ["facial_hair_attributes"] =
                "Kinds of facial hair need a trained model, and none with a free licence is known; skin_areas shows where it is",
            ["freckles"] = "Freckles, moles and melasma are told apart by trained models only",
            ["moles"] = "Freckles, moles and melasma are told apart by trained models only",
            ["melasma"] = "Freckles, moles and melasma are told apart by trained models only",
            ["solar_pigmentation"] = "Kinds of pigmentation are told apart by trained models only",
            ["post_inflammatory_hyperpigmentation"] = "Kinds of pigmentation are told apart by trained models only",
            ["acne_class"] = "A class of acne is a medical finding",
            ["acne_inflammation"] = "Kinds of acne are told apart by trained models only",
            ["papules"] = "Kinds of acne are told apart by trained models only",
            ["pustules"] = "Kinds of acne are told apart by trained models only",
            ["hair_volume"] = "Hair is not analysed",
            ["hair_curliness"] = "Hair is not analysed",
            ["wrinkles"] = "Superseded by lines",
            ["ita"] = "Superseded by skin_tone, which reports the angle",
        };
}

/// <summary>An algorithm as users see it.</summary>
/// <param name="TechName">Its name in the contract.</param>
/// <param name="Version">Rises whenever the same photo may give other numbers.</param>
/// <param name="Status">How far it can be trusted.</param>
/// <param name="Areas">The areas for which it has metrics.</param>
public sealed record AlgorithmInfo(string TechName, int Version, AlgorithmStatus Status, IReadOnlyList<string> Areas);
