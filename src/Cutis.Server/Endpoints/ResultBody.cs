using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Cutis.Server.Http.Contract;

namespace Cutis.Server.Endpoints;

/// <summary>The documented keys of a result, for the OpenAPI document; the codec of results keeps all other keys as well.</summary>
[SchemaName("Result"), OpenObject]
[Description(
    "What one algorithm found on a photo. Keys that are not described here, also within, are kept and given back: at most 100 in an object."
)]
internal sealed record ResultBody
{
    public required string AlgorithmTechName { get; init; }

    public string? AlgorithmFamilyTechName { get; init; }

    [Description("Which version of the algorithm answered.")]
    public string? Revision { get; init; }

    [Description("Always `selfie` in the public contract.")]
    public string? ImageType { get; init; }

    public IReadOnlyList<AreaBody>? AreaResults { get; init; }

    [MaxLength(100)]
    public IReadOnlyList<MaskBody>? MasksRestored { get; init; }

    [MaxLength(100)]
    public IReadOnlyList<MaskBody>? MasksOriginal { get; init; }

    public IReadOnlyList<string>? Problems { get; init; }

    [Description("Why the algorithm gave no answer.")]
    public string? Error { get; init; }

    [JsonShape("""{"type": ["object", "null"], "additionalProperties": true}""")]
    [Description(
        "How the result came about. From the built-in analysis: `algorithm_version`, `scores_version`, `status`, `reason` (why there is no "
            + "answer), `warnings`, `pixels_per_millimetre`, `note`."
    )]
    public object? Feedback { get; init; }
}

/// <summary>The metrics of one area.</summary>
[SchemaName("AreaResult"), OpenObject]
internal sealed record AreaBody
{
    public required string AreaName { get; init; }

    public MetricBody? MainMetric { get; init; }

    public IReadOnlyList<MetricBody>? SubMetrics { get; init; }
}

/// <summary>One metric.</summary>
[SchemaName("Metric"), OpenObject]
internal sealed record MetricBody
{
    public required string Name { get; init; }

    public required string TechName { get; init; }

    [JsonShape("""{"type": ["number", "string", "null"]}""")]
    public required object? Value { get; init; }

    public string? WidgetType { get; init; }

    public JsonElement WidgetMeta { get; init; }

    [Description("Whether clients are meant to show it.")]
    public bool? WidgetShow { get; init; }

    public JsonElement Units { get; init; }
}

/// <summary>Shapes of one kind.</summary>
[SchemaName("Mask"), OpenObject]
internal sealed record MaskBody
{
    [AllowedValues("polygon_mask", "polyline_mask", "point_mask", "heatmap_mask")]
    public required string MaskType { get; init; }

    public IReadOnlyList<FeatureBody> Features { get; init; } = [];

    [Description("`x y w h`; null means pixels of the photo.")]
    public string? ViewBox { get; init; }

    public string? Name { get; init; }

    public string? TechName { get; init; }

    [Description("Any CSS colour.")]
    public string? Fill { get; init; }

    public string? Type { get; init; }

    public string? Side { get; init; }

    [Description("Of a heat map: intensities as numbers on a grid that fills the view box, besides features or in their place.")]
    public GridBody? Grid { get; init; }
}

/// <summary>Intensities as numbers.</summary>
[SchemaName("Grid"), OpenObject, Description("Intensities as numbers on a grid that fills the view box.")]
internal sealed record GridBody
{
    private const string ScaleShape = """
        {
          "oneOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 64},
            {"type": "null"}
          ],
          "examples": ["viridis"]
        }
        """;

    [Range(1, 1_000_000)]
    public required int Width { get; init; }

    [Range(1, 1_000_000), Description("At most 1,000,000 cells in all.")]
    public required int Height { get; init; }

    [Description("One number a cell, row by row from the top left.")]
    public IReadOnlyList<double>? Values { get; init; }

    [Description("The same in place of `values`, as bytes in Base64.")]
    public string? Data { get; init; }

    [AllowedValues("float32", "uint8"), Description("Of `data`: little-endian floats, or bytes that stand for 0 to 1.")]
    public string? Encoding { get; init; }

    [JsonShape("""{"type": ["array", "null"], "items": {"type": "number"}, "minItems": 2, "maxItems": 2, "default": [0, 1]}""")]
    [Description("The values that count as no and as full intensity.")]
    public object? Range { get; init; }

    [JsonShape(ScaleShape)]
    [Description(
        "Colours from no to full intensity: `cividis` (the usual one), `inferno`, `magma`, `plasma`, `viridis`, or a list of CSS colours. "
            + "A mask with a `fill` and no scale has that one colour."
    )]
    public object? Scale { get; init; }
}

/// <summary>A shape.</summary>
[SchemaName("Feature"), OpenObject]
internal sealed record FeatureBody
{
    public string? Type { get; init; }

    public required GeometryBody? Geometry { get; init; }

    public FeatureProperties? Properties { get; init; }

    public JsonElement Id { get; init; }

    public JsonElement Bbox { get; init; }
}

/// <summary>The properties of a shape.</summary>
[SchemaName("FeatureProperties"), OpenObject]
internal sealed record FeatureProperties
{
    [Range(0, 1d), DefaultValue(1d)]
    public double? Intensity { get; init; }
}

/// <summary>The geometry of a shape.</summary>
[SchemaName("Geometry"), OpenObject]
internal sealed record GeometryBody
{
    [Description("`Polygon`, `MultiPolygon`, `LineString`, `MultiLineString`, `Point`, `MultiPoint` or `GeometryCollection`, in any case.")]
    public required string Type { get; init; }

    [Description(
        "As in GeoJSON; a point may have its radius as the third number. In areas and lines a third number is a height, and not looked at."
    )]
    [JsonShape("""{"type": "array", "items": {}}""")]
    public IReadOnlyList<JsonElement> Coordinates { get; init; } = [];

    [JsonShape("""{"type": "array", "items": {"type": "object"}}""")]
    public IReadOnlyList<object> Geometries { get; init; } = [];
}
