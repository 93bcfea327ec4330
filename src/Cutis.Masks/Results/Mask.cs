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

    /// <summary><c>heatmap_mask</c>: levels whose intensities add up.</summary>
    HeatMap,
}

/// <summary>The names of mask kinds on the wire.</summary>
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

    /// <summary>All of them, in the order of the enumeration.</summary>
    public static ImmutableArray<string> WireNames { get; } = [.. Enum.GetValues<MaskKind>().Select(WireName)];
}

/// <summary>Shapes that share an intensity: one GeoJSON feature.</summary>
/// <param name="Shapes">What is marked.</param>
/// <param name="Intensity">0..1; multiplies the opacity, and in a heat map is what this level adds.</param>
public sealed record Feature(ImmutableArray<Shape> Shapes, double Intensity);

/// <summary>One mask of a result: what was found, where, and in which colour it is best shown.</summary>
/// <param name="Kind">The mask type.</param>
/// <param name="Name">Display name; may be empty.</param>
/// <param name="TechName">Technical name; may be empty.</param>
/// <param name="Fill">Recommended colour, if the result gives one.</param>
/// <param name="Box">The box of the coordinates; null means pixels of the picture.</param>
/// <param name="Features">What was found; empty when nothing was.</param>
public sealed record Mask(MaskKind Kind, string Name, string TechName, CssColour? Fill, ViewBox? Box, ImmutableArray<Feature> Features)
{
    /// <summary>How its colour is written; null for the colour's own form.</summary>
    public string? FillText { get; init; }

    /// <summary>Of a heat map: intensities as numbers, besides features or in their place.</summary>
    public HeatGrid? Grid { get; init; }

    /// <summary>
    /// The colours of its grid: without some of its own the usual scale, unless the mask has one colour. Null without a grid.
    /// </summary>
    public ScaleFill? Scale => Grid?.Scale ?? (Grid is not null && Fill is null ? ScaleFill.Create(ScaleFill.DefaultName) : null);

    /// <summary>How many shapes it has; a grid that is not empty counts as one.</summary>
    public int ShapeCount =>
        Features.Sum(feature => feature.Shapes.Length) + (Grid is { } grid && grid.Values.Any(value => value > 0) ? 1 : 0);
}
