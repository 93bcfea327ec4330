using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Cutis.Masks.Results;

/// <summary>
/// The technical name of an algorithm in its canonical spelling, so that <c>selfie_v2.eye_bags</c>, <c>eye_bags</c> and
/// <c>eye_area_condition</c> are equal.
/// </summary>
public readonly partial record struct AlgorithmName
{
    private const string Family = "selfie_v2.";

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["eye_bags"] = "eye_area_condition",
        ["eyes_age"] = "eye_age",
        ["skintone_classification"] = "skin_tone",
        ["skintone-classification"] = "skin_tone",
        ["Hydration"] = "hydration",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Catalogue = new[]
    {
        "acne",
        "acne_class",
        "acne_inflammation",
        "age",
        "eye_age",
        "eye_area_condition",
        "facial_hair_attributes",
        "facial_landmarks",
        "freckles",
        "front_face_areas",
        "hair_curliness",
        "hair_volume",
        "hydration",
        "ita",
        "lines",
        "melasma",
        "moles",
        "papules",
        "pigmentation",
        "pores",
        "post_inflammatory_hyperpigmentation",
        "pustules",
        "quality",
        "redness",
        "sagging",
        "skin_areas",
        "skin_tone",
        "skin_type",
        "solar_pigmentation",
        "translucency",
        "uniformness",
        "wrinkles",
    }.ToFrozenSet(StringComparer.Ordinal);

    private AlgorithmName(string value) => Value = value;

    /// <summary>The canonical spelling.</summary>
    public string Value { get; }

    /// <summary>The name in the <c>algorithm_tech_name</c> of a listed result, by which the rasterisation knows it too.</summary>
    public string ListedName =>
        Value switch
        {
            "eye_area_condition" => "eye_bags",
            "eye_age" => "eyes_age",
            "skin_tone" => "skintone_classification",
            _ => Value,
        };

    /// <summary>The listed name of an algorithm in any spelling; what is no name stays.</summary>
    public static string AsListed(string name) => TryParse(name, out var parsed) ? parsed.ListedName : name;

    /// <summary>The name with its family, as lists of results have it beside each result.</summary>
    public string FamilyName => Family + (Value == "skin_tone" ? "skintone-classification" : ListedName);

    /// <summary>True for the algorithms of the public contract; results of others can be stored too.</summary>
    public bool IsKnown => Catalogue.Contains(Value);

    /// <summary>Parses any spelling of an algorithm's name.</summary>
    /// <returns>False unless the text is 1 to 100 ASCII letters, digits, underscores, hyphens and dots, and not dots alone.</returns>
    public static bool TryParse(string text, out AlgorithmName name)
    {
        name = default;
        if (!Pattern().IsMatch(text))
            return false;
        var bare = text.StartsWith(Family, StringComparison.Ordinal) && text.Length > Family.Length ? text[Family.Length..] : text;
        name = new AlgorithmName(Aliases.GetValueOrDefault(bare, bare));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A(?!\.+\z)[A-Za-z0-9_.-]{1,100}\z")]
    private static partial Regex Pattern();
}
