namespace Cutis.Masks;

/// <summary>What a picture's scene may hold at most, whatever masks it is made of; see also <see cref="ResultLimits"/>.</summary>
public static class SceneLimits
{
    /// <summary>Layers of one picture: a mask is one, and an outline another one.</summary>
    public const int MaxLayers = 256;

    /// <summary>Bytes of the JSON of all mask sets of one picture.</summary>
    public const long MaxJsonBytes = 64L << 20;

    /// <summary>Points of all nested lines that areas are drawn with.</summary>
    public const int MaxLinePoints = 2_000_000;

    /// <summary>Edges of lines that are kept at once; those of a layer that has more are made anew for each strip of the picture.</summary>
    public const int MaxKeptEdges = 2_000_000;

    /// <summary>Edges of lines that are kept while a strip is drawn.</summary>
    public const int MaxEdgesOfStrip = 1 << 18;
}
