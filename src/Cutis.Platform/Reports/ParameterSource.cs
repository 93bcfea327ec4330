namespace Cutis.Platform.Reports;

/// <summary>Where a parameter of a batch's report comes from.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Algorithm">The canonical name of the algorithm that measures it; null where none does.</param>
internal sealed record ParameterSource(string Name, string? Algorithm = null)
{
    /// <summary>The metric that is its score; the main one of the algorithm when null. Empty: it has none.</summary>
    public string? Score { get; init; }

    /// <summary>The metric that counts.</summary>
    public string? Amount { get; init; }

    /// <summary>The metric that is a share of skin in percent.</summary>
    public string? Density { get; init; }

    /// <summary>The metric that is a grade itself.</summary>
    public string? Grade { get; init; }

    /// <summary>The metric that is a class or a number of its own kind, under the parameter's own key.</summary>
    public string? Own { get; init; }

    /// <summary>How the names of its masks begin; all masks of the algorithm when null. Empty: it has none.</summary>
    public string? Masks { get; init; }

    /// <summary>Every parameter, in the order of the answer.</summary>
    public static IReadOnlyList<ParameterSource> All { get; } =
    [
        new("lines", "lines") { Score = "lines_score" },
        new("deep_lines", "lines") { Score = "", Masks = "deep_lines" },
        new("fine_lines", "lines") { Score = "", Masks = "fine_lines" },
        new("pores", "pores") { Score = "pores_score", Amount = "pores_number" },
        new("enlarged_pores"),
        new("redness", "redness") { Score = "redness_score" },
        new("irritation"),
        Regions("pigmentation", "pigmentation", "pigmentation_score"),
        Regions("freckles", "freckles", "freckles_score"),
        Regions("moles", "moles", "moles_score"),
        Regions("melasma", "melasma", "melasma_score") with
        {
            Density = "melasma_density",
        },
        Regions("sun_spots", "solar_pigmentation", "solar_pigmentation_score") with
        {
            Density = "solar_pigmentation_density",
        },
        Regions("breakouts", "acne", "acne_score"),
        Regions("pimples", "papules", "papules_score"),
        Regions("inflammation", "acne_inflammation", "acne_inflammation_score"),
        new("sagging", "lines") { Score = "sagging_score", Masks = "sagging" },
        new("jowls", "lines")
        {
            Score = "",
            Grade = "jowls_grade",
            Masks = "",
        },
        new("lacrimal_grooves", "eye_area_condition") { Score = "lacrimal_groove_score", Masks = "lacrimal_grooves" },
        new("dark_circles", "eye_area_condition") { Score = "dark_circles_score", Masks = "dark_circles" },
        new("skin_type", "skin_type")
        {
            Score = "",
            Own = "face_skin_type_class|skin_type",
            Masks = "",
        },
        new("skintone", "skin_tone")
        {
            Score = "",
            Own = "skintone_class",
            Masks = "",
        },
        new("age", "age")
        {
            Score = "",
            Own = "perceived_age",
            Masks = "",
        },
        new("eyes_age", "eye_age")
        {
            Score = "",
            Own = "eye_age",
            Masks = "",
        },
        new("ita", "skin_tone")
        {
            Score = "",
            Own = "ita",
            Masks = "",
        },
    ];

    /// <summary>The names of areas in the report, and of those areas of results that they stand for.</summary>
    public static IReadOnlyList<(string Area, string[] Names)> Areas { get; } =
    [
        ("forehead", ["forehead", "forehead_n_bridge"]),
        ("nose", ["nose", "nose_bridge", "nose_upper_triangle"]),
        ("left_eye", ["left_eye_area", "left_eye_area_outer", "left_eye_outer"]),
        ("right_eye", ["right_eye_area", "right_eye_area_outer", "right_eye_outer"]),
        ("left_cheek", ["left_cheek", "left_cheek_wide", "left_cheek_large"]),
        ("right_cheek", ["right_cheek", "right_cheek_wide", "right_cheek_large"]),
        ("perioral", ["perioral"]),
    ];

    private static ParameterSource Regions(string name, string algorithm, string score) =>
        new(name, algorithm)
        {
            Score = score,
            Amount = "number_of_regions",
            Density = "density_score",
        };
}
