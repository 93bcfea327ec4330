using Cutis.Masks.Results;

namespace Cutis.Masks.Scenes;

/// <summary>What a picture's scene may hold at most, whatever masks it is made of; see also <see cref="ResultLimits"/>.</summary>
public static class SceneLimits
{
    /// <summary>Layers of one picture: a mask is one, an outline another one, a spotlight and a legend a few more.</summary>
    public const int MaxLayers = 256;

    /// <summary>Bytes of the JSON of all mask sets of one picture.</summary>
    public const long MaxJsonBytes = 64L << 20;

    /// <summary>Levels of one picture: groups of shapes of one intensity; of a heat map, each feature.</summary>
    public const int MaxLevels = 200_000;

    /// <summary>Rings, lines and dots of one picture; a spotlight counts those of its masks again.</summary>
    public const int MaxRings = 4_000_000;

    /// <summary>Edges of areas and points of lines of one picture; a spotlight counts those of its masks again.</summary>
    public const int MaxEdges = 6_000_000;

    /// <summary>Points of all nested lines that areas are drawn with.</summary>
    public const int MaxLinePoints = 2_000_000;

    /// <summary>Edges of lines' outlines that are kept; the lines of a level that would have more are drawn from their points.</summary>
    public const int MaxKeptEdges = 2_000_000;

    /// <summary>Edges that are looked at to count how several shapes share the pixels of one row.</summary>
    public const int MaxEdgesOfRow = 1 << 18;

    /// <summary>Dots of a layer whose outlines are drawn as polygons; those of more dots are drawn as circles, from their radii.</summary>
    public const int MaxOutlinedDots = 10_000;
}
