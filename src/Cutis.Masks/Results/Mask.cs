using System.Collections.Immutable;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Results;

/// <summary>The four documented mask types.</summary>
public enum MaskKind
{
    /// <summary><c>polygon_mask</c>: regions.</summary>
    Polygon,

    /// <summary><c>polyline_mask</c>: lines.</summary>
    Polyline,

    /// <summary><c>point_mask</c>: dots.</summary>
    Point,

    /// <summary><c>heatmap_mask</c>: levels whose intensities are added.</summary>
    HeatMap,
}

/// <summary>The names of mask kinds in JSON.</summary>
public static class MaskKinds
{
    /// <summary>The <c>mask_type</c> of a kind.</summary>
    public static string WireName(this MaskKind kind) =>
        kind switch
        {
            MaskKind.Polygon => "polygon_mask",
            MaskKind.Polyline => "polyline_mask",
            MaskKind.Point => "point_mask",
            MaskKind.HeatMap => "heatmap_mask",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    /// <summary>All names in the order of the enumeration.</summary>
    public static ImmutableArray<string> WireNames { get; } = [.. Enum.GetValues<MaskKind>().Select(WireName)];
}

/// <summary>Shapes with a common intensity: one GeoJSON feature.</summary>
/// <param name="Shapes">The shapes.</param>
/// <param name="Intensity">0..1; multiplied with the opacity; in a heat map, the intensity that this level adds.</param>
public sealed record Feature(ImmutableArray<Shape> Shapes, double Intensity);

/// <summary>One mask of a result: what was found, where, and its recommended colour.</summary>
/// <param name="Kind">The mask type.</param>
/// <param name="Name">Display name; may be empty.</param>
/// <param name="TechName">Technical name; may be empty.</param>
/// <param name="Fill">Recommended colour, or null.</param>
/// <param name="Box">The view box of the coordinates; null means pixels of the picture.</param>
/// <param name="Features">What was found; may be empty.</param>
public sealed record Mask(MaskKind Kind, string Name, string TechName, CssColour? Fill, ViewBox? Box, ImmutableArray<Feature> Features)
{
    /// <summary>The colour as the result wrote it; null for the colour's own form.</summary>
    public string? FillText { get; init; }

    /// <summary>Intensities of a heat map as numbers, in addition to features or in their place.</summary>
    public HeatGrid? Grid { get; init; }

    /// <summary>
    /// The colour scale of its grid: its own one, or the default scale unless the mask has a colour. Null without a grid.
    /// </summary>
    public ScaleFill? Scale => Grid?.Scale ?? (Grid is not null && Fill is null ? ScaleFill.Create(ScaleFill.DefaultName) : null);

    /// <summary>Number of shapes; a grid that is not empty counts as one.</summary>
    public int ShapeCount =>
        Features.Sum(feature => feature.Shapes.Length) + (Grid is { } grid && grid.Values.Any(value => value > 0) ? 1 : 0);
}
