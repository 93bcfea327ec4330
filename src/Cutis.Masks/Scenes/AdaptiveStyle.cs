using System.Collections.Frozen;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;

namespace Cutis.Masks.Scenes;

/// <summary>How large marks are drawn: for a face that is small in its photo they are finer, on a small picture coarser.</summary>
/// <param name="Share">1 for a portrait, less for a face that fills less of its photo.</param>
/// <param name="Pixel">A pixel of the picture as a fraction of its longer side.</param>
public readonly record struct MarkScale(double Share, double Pixel)
{
    // A face of this share of the longer side, or larger, is a portrait.
    private const double Portrait = 0.5;
    private const double MinShare = 0.4;

    /// <summary>The scale for a photo.</summary>
    /// <param name="face">The longer side of the face as a fraction of the photo's; null when unknown.</param>
    /// <param name="longerSide">The longer side of the picture of the whole photo in pixels.</param>
    public static MarkScale Create(double? face, int longerSide) =>
        new(Math.Round(Math.Clamp((face ?? Portrait) / Portrait, MinShare, 1), 1), 1.0 / Math.Max(1, longerSide));

    /// <summary>A length of this share of the longer side, at least some pixels.</summary>
    public double Of(double share, double pixels) => Math.Round(Math.Max(share * Share, pixels * Pixel), 5);
}

/// <summary>The default style: colours that contrast with the skin beneath them, edges, rims, and sizes that read on a phone.</summary>
public static class AdaptiveStyle
{
    // Opacity of areas, and of heat maps at full intensity: skin shows through.
    private const double AreaAlpha = 0.26;
    private const double HeatAlpha = 0.72;

    // `line_lines` is a published misspelling of fine lines.
    private static readonly (string Prefix, Hue Hue)[] ByMask =
    [
        ("deep_lines", Hue.Green),
        ("fine_lines", Hue.Magenta),
        ("line_lines", Hue.Magenta),
        ("wrinkles_polygon", Hue.Green),
        ("sagging", Hue.Yellow),
        ("dark_circles", Hue.Indigo),
        ("eye_bags", Hue.Cyan),
        ("lacrimal_grooves", Hue.Orange),
        ("forehead", Hue.Blue),
        ("left_cheek", Hue.Orange),
        ("right_cheek", Hue.Green),
        ("nose", Hue.Magenta),
        ("chin", Hue.Yellow),
        ("left_eye", Hue.Violet),
        ("right_eye", Hue.Teal),
        ("facial_hair", Hue.Green),
        ("stubble", Hue.Cyan),
        ("unshaven", Hue.Teal),
        ("beard", Hue.Green),
        ("skin", Hue.Blue),
        ("hair", Hue.Orange),
        ("glasses", Hue.Magenta),
    ];

    private static readonly FrozenDictionary<string, Hue> ByAlgorithm = new Dictionary<string, Hue>
    {
        ["acne"] = Hue.Red,
        ["papules"] = Hue.Red,
        ["pustules"] = Hue.Orange,
        ["facial_landmarks"] = Hue.Cyan,
        ["freckles"] = Hue.Violet,
        ["hydration"] = Hue.Cyan,
        ["melasma"] = Hue.Violet,
        ["moles"] = Hue.Indigo,
        ["pigmentation"] = Hue.Violet,
        ["pores"] = Hue.Blue,
        ["post_inflammatory_hyperpigmentation"] = Hue.Violet,
        ["redness"] = Hue.Red,
        ["solar_pigmentation"] = Hue.Violet,
        ["translucency"] = Hue.Teal,
        ["uniformness"] = Hue.Blue,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The fill and the look of a mask.</summary>
    /// <param name="algorithm">Whose result it is of.</param>
    /// <param name="techName">The mask's technical name.</param>
    /// <param name="index">Its index in the result; masks of unknown names differ by it.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="ground">What it lies on; null when that is unknown.</param>
    /// <param name="isConcentric">Whether its areas are drawn as nested lines.</param>
    /// <param name="scale">How large marks are drawn.</param>
    public static (Fill Fill, MaskLook Look) Create(
        AlgorithmName algorithm,
        string techName,
        int index,
        MaskKind kind,
        Ground? ground,
        bool isConcentric,
        MarkScale scale
    )
    {
        var hue = HueOf(algorithm, techName, index);
        var tint = Palette.Choose(hue, ground);
        var rim = new Outline(tint.Rim, scale.Of(0.0012, 0.9));
        var edge = new Outline(tint.Colour, scale.Of(0.0026, 1.4));
        var line = new MaskLook(scale.Of(0.003, 1.6)) { Rim = rim };
        return (kind, algorithm.Value) switch
        {
            (MaskKind.Polyline, _) => (tint.Colour, line),
            (MaskKind.Point, "pores") => (tint.Colour, line with { MinRadius = scale.Of(0.0022, 1.2) }),
            (MaskKind.Point, "facial_landmarks") => (tint.Colour, line with { MinRadius = scale.Of(0.002, 1.1) }),
            (MaskKind.Point, _) => (Palette.Vivid(hue, AreaAlpha), line with { Edge = edge, MinRadius = scale.Of(0.0025, 1.2) }),
            _ when isConcentric => (tint.Colour, line with { Line = scale.Of(0.0022, 1), Spacing = scale.Of(0.012, 6) }),
            (MaskKind.HeatMap, _) => (
                Palette.Ramp(hue, tint.IsLight, HeatAlpha),
                line with
                {
                    Edge = edge with { Width = scale.Of(0.0018, 1.2) },
                }
            ),
            _ when techName.StartsWith("deep_lines", StringComparison.Ordinal) => (tint.Colour, line with { Edge = edge }),
            _ => (Palette.Vivid(hue, AreaAlpha), line with { Edge = edge }),
        };
    }

    private static Hue HueOf(AlgorithmName algorithm, string techName, int index)
    {
        foreach (var (prefix, hue) in ByMask)
            if (techName.StartsWith(prefix, StringComparison.Ordinal))
                return hue;
        return ByAlgorithm.TryGetValue(algorithm.Value, out var own) ? own : (Hue)(index % Enum.GetValues<Hue>().Length);
    }
}
