using System.Collections.Immutable;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;

namespace Cutis.Masks.Scenes;

/// <summary>How masks are drawn, after all defaults.</summary>
/// <param name="Fills">One fill per mask of the mask set, in order.</param>
/// <param name="LineThickness">Fraction of the picture's longer side, above 0 and at most 0.1.</param>
/// <param name="ConcentricLines">Draw polygons and heat maps as nested inset outlines.</param>
public sealed record MaskStyle(ImmutableArray<Fill> Fills, double LineThickness, bool ConcentricLines)
{
    /// <summary>A line around areas and dots; null for none.</summary>
    public Outline? Outline { get; init; }

    /// <summary>The thickness of lines when the request gives none.</summary>
    public const double DefaultLineThickness = 0.001;

    /// <summary>The thickest line that can be asked for.</summary>
    public const double MaxLineThickness = 0.1;

    /// <summary>Radius of a point that has none, as a fraction of the longer side.</summary>
    public const double DefaultPointRadius = 0.0015;
}

/// <summary>Colours given with a request in place of the masks' own.</summary>
/// <param name="Colours">Given to the masks in order, the last one repeats; empty means no override.</param>
public sealed record FillOverride(ImmutableArray<CssColour> Colours)
{
    /// <summary>No override.</summary>
    public static FillOverride None { get; } = new([]);

    /// <summary>
    /// The fill of a mask: the override's colour with its own alpha, or with the mask's alpha where none was written;
    /// without an override the mask's own colour, else the default of its algorithm.
    /// </summary>
    /// <param name="index">Place of the mask in the mask set.</param>
    /// <param name="algorithm">The algorithm the mask belongs to.</param>
    /// <param name="maskTechName">The mask's technical name.</param>
    /// <param name="ownFill">The colour that the result recommends, or null.</param>
    /// <param name="ownScale">The colours of the mask's grid, or null.</param>
    public Fill FillOf(int index, AlgorithmName algorithm, string maskTechName, CssColour? ownFill, ScaleFill? ownScale = null)
    {
        var own = ownFill is { } colour ? Fill.Create(colour) : DefaultFills.For(algorithm, maskTechName);
        // A scale has the alpha of the mask's own colour, where that is given.
        if (ownScale is not null)
            own = ownFill is null ? ownScale : ownScale with { Alpha = own.Alpha };
        return Colours.IsEmpty ? own : Fill.Create(Colours[Math.Min(index, Colours.Length - 1)], own.Alpha);
    }
}
