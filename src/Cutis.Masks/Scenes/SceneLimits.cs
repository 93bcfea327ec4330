using Cutis.Masks.Results;

namespace Cutis.Masks.Scenes;

/// <summary>Limits on the scene of a picture, whatever masks it consists of; see also <see cref="ResultLimits"/>.</summary>
public static class SceneLimits
{
    /// <summary>Layers of one picture: one per mask, one per outline, and a few for spotlight and legend.</summary>
    public const int MaxLayers = 256;

    /// <summary>Bytes of the JSON of all mask sets of one picture.</summary>
    public const long MaxJsonBytes = 64L << 20;

    /// <summary>Levels of one picture: groups of shapes with one intensity; in a heat map, one per feature.</summary>
    public const int MaxLevels = 200_000;

    /// <summary>Rings, lines and dots of one picture; a spotlight counts those of its masks again.</summary>
    public const int MaxRings = 4_000_000;

    /// <summary>Edges of areas and points of lines of one picture; a spotlight counts those of its masks again.</summary>
    public const int MaxEdges = 6_000_000;

    /// <summary>
    /// Pixels on the edges of areas of one picture; each takes some ten nanoseconds of a core. Those of a spotlight count again.
    /// </summary>
    public const long MaxEdgePixels = 400_000_000;

    /// <summary>Pixels of the boxes around all areas of one picture, which are visited eight at a time.</summary>
    public const long MaxAreaPixels = 16_000_000_000;

    /// <summary>Samples that are visited to find concentric lines, with some five nanoseconds each.</summary>
    public const long MaxLineSamples = 500_000_000;

    /// <summary>Points of all concentric lines of one picture.</summary>
    public const int MaxLinePoints = 500_000;

    /// <summary>
    /// Edges of polyline outlines that are kept; the polylines of a level that would exceed it are drawn from their points.
    /// </summary>
    public const int MaxKeptEdges = 2_000_000;

    /// <summary>Edges of one row that are visited to count how several shapes share its pixels.</summary>
    public const int MaxEdgesOfRow = 1 << 18;

    /// <summary>Dots of a layer whose outlines are drawn as polygons; outlines of more dots are drawn as circles.</summary>
    public const int MaxOutlinedDots = 10_000;
}
