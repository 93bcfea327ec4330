using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Masks.Scenes;
using Cutis.Platform.Rendering;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>The body of a masks request of v4.</summary>
[SchemaName("MaskRequest"), MaxBytes(1 << 20)]
internal sealed record MaskRequestBody : IChecked
{
    public required Guid ImageId { get; init; }

    [Description("The photo the masks are drawn on."), AllowedValues("original", "restored"), DefaultValue("original")]
    public string? ImageType { get; init; }

    [MaxLength(MaskRequest.MaxMasks)]
    public required IReadOnlyList<MaskOptionsBody> Masks { get; init; }

    [Description(CombineText), DefaultValue(false)]
    public bool? Combine { get; init; }

    public void Check(Field self) => MaskRequests.Check(self, MaskRequests.Create(this), isSvg: false);

    internal const string CombineText =
        "Draws all masks of the request on one picture, in order; every entry gets its URL. At most 24, whose options about the picture "
        + "must be the same.";
}

/// <summary>The body of a masks request of v5.</summary>
[SchemaName("SvgMaskRequest"), MaxBytes(1 << 20)]
internal sealed record SvgMaskRequestBody : IChecked
{
    public required Guid ImageId { get; init; }

    [Description("The photo the masks are drawn on."), AllowedValues("original", "restored"), DefaultValue("original")]
    public string? ImageType { get; init; }

    [MaxLength(MaskRequest.MaxMasks)]
    public required IReadOnlyList<SvgMaskOptionsBody> Masks { get; init; }

    [Description(MaskRequestBody.CombineText), DefaultValue(false)]
    public bool? Combine { get; init; }

    [Description("Whether the SVG holds the photo below the marks; else they are alone on transparent ground."), DefaultValue(false)]
    public bool? MaskOverImage { get; init; }

    public void Check(Field self) => MaskRequests.Check(self, MaskRequests.Create(this), isSvg: true);
}

/// <summary>The options that v4 and v5 share in an entry of <c>masks</c>.</summary>
internal abstract record AnyMaskOptionsBody
{
    private const int MaxNameLength = 128;

    // The longest side of a picture.
    private const int MinSide = 16;
    private const int MaxSideLength = 65_535;

    private const string CropShape = """
        {"oneOf": [
          {"type": "string", "enum": ["face", "mask"]},
          {"type": "array", "items": {"type": "number", "minimum": 0, "maximum": 1}, "minItems": 4, "maxItems": 4},
          {"type": "null"}
        ]}
        """;

    [StringLength(MaxNameLength, MinimumLength = 1), Examples("age", "pores", "selfie_v2.pores"), JsonPropertyOrder(1)]
    public required string AlgorithmTechName { get; init; }

    [
        JsonShape("""{"type": ["array", "null"], "items": {"type": ["number", "string"]}, "maxItems": 100, "default": []}"""),
        ReadBy<FillReader>,
        JsonPropertyOrder(2)
    ]
    [Description(
        "Replaces the masks' colours. `null` or `[]`: none. Three or four numbers: RGB 0–255 and alpha 0–1. Or a list of CSS colours, "
            + "given to the algorithm's masks in order; the last one repeats."
    )]
    public FillOverride? FillOverride { get; init; }

    [Range(0, MaskStyle.MaxLineThickness, MinimumIsExclusive = true), JsonPropertyOrder(3)]
    [Description(
        "A fraction of the photo's longer side; never drawn thinner than 1 px. By default that of the style: 0.003, less on a small face, "
            + "or 0.001 in the style `contract`."
    )]
    public double? PolylineLineThickness { get; init; }

    [DefaultValue(true), JsonPropertyOrder(4)]
    public bool? MainMetric { get; init; }

    [DefaultValue(true), JsonPropertyOrder(5)]
    public bool? SubMetrics { get; init; }

    [Deprecated, DefaultValue(false), Description("Draws polygons and heat maps as nested outlines."), JsonPropertyOrder(6)]
    public bool? ConcentricLines { get; init; }

    [Range(MinSide, MaxSideLength), JsonPropertyOrder(9)]
    [Description("Longest side in pixels; a larger picture is scaled down. Marks are never thinner than 1 px.")]
    public int? MaxSide { get; init; }

    [Range(1, 100), Description("Quality of a JPEG or WebP, on libjpeg's scale; by default that of the photo."), JsonPropertyOrder(10)]
    public int? Quality { get; init; }

    [JsonShape(CropShape), ReadBy<CropReader>, JsonPropertyOrder(11)]
    [Description(
        "What the picture shows: `mask` (all marks, with some space around them), `face`, or a box `[x, y, w, h]` in fractions of the "
            + "upright photo."
    )]
    public Crop? Crop { get; init; }

    [Description("A line around areas and dots, besides their fill."), JsonPropertyOrder(12)]
    public OutlineBody? Outline { get; init; }

    [AllowedValues("dim", "grey"), JsonPropertyOrder(13)]
    [Description("What happens to the photo outside of the marks: it is darkened, or loses its colours.")]
    public string? Spotlight { get; init; }

    [DefaultValue(false), JsonPropertyOrder(14)]
    [Description("Draws a box in the lower left corner with a row for each mask: its colour, its name and its metric.")]
    public bool? Legend { get; init; }

    [AllowedValues(MaskStyles.Adaptive, MaskStyles.Contract), JsonPropertyOrder(15)]
    [Description(
        "`adaptive`: colours that contrast with the skin beneath them, for masks without a `fill` of a client's own. `contract`: the "
            + "colours and sizes of the contract. By default what the server is set to, at first `adaptive`. Colours of `fill_override` "
            + "are drawn as in `contract`."
    )]
    public string? Style { get; init; }
}

/// <summary>An entry of <c>masks</c> of v4.</summary>
[SchemaName("MaskOptions")]
internal sealed record MaskOptionsBody : AnyMaskOptionsBody
{
    [AllowedValues("composite", "overlay"), DefaultValue("composite"), JsonPropertyOrder(7)]
    [Description("`overlay` gives the marks alone on transparent ground, as PNG (with a palette where that holds all colours) or WebP.")]
    public string? Layer { get; init; }

    [AllowedValues("jpeg", "png", "webp"), JsonPropertyOrder(8)]
    [Description("File format; by default that of the photo. `webp` needs libwebp on the server.")]
    public string? Format { get; init; }
}

/// <summary>An entry of <c>masks</c> of v5.</summary>
[SchemaName("SvgMaskOptions")]
[RefusedKey("format", "An SVG has no other format")]
[RefusedKey("layer", "Of an SVG, mask_over_image says whether it holds the photo")]
internal sealed record SvgMaskOptionsBody : AnyMaskOptionsBody;

/// <summary>A line around marks.</summary>
[SchemaName("Outline")]
internal sealed record OutlineBody
{
    private const double MaxWidth = 0.05;

    [MaxLength(ColourReader.MaxLength), ReadBy<ColourReader>, Description("A CSS colour.")]
    public required string Color { get; init; }

    [Range(0, MaxWidth, MinimumIsExclusive = true), DefaultValue(MaskStyle.DefaultLineThickness)]
    [Description("A fraction of the photo's longer side; never drawn thinner than 1 px.")]
    public double? Width { get; init; }
}
