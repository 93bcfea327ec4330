using System.Collections.Immutable;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;

namespace Cutis.Masks.Scenes;

/// <summary>How masks are drawn, with all defaults applied.</summary>
/// <param name="Fills">One fill per mask of the mask set, in order.</param>
/// <param name="LineThickness">Fraction of the picture's longer side, above 0 and at most 0.1.</param>
/// <param name="ConcentricLines">Whether polygons and heat maps are drawn as nested outlines.</param>
public sealed record MaskStyle(ImmutableArray<Fill> Fills, double LineThickness, bool ConcentricLines)
{
    /// <summary>A line around areas and dots; null for none.</summary>
    public Outline? Outline { get; init; }

    /// <summary>How each mask is drawn beyond its fill, null for those that have a fill alone; empty when that is so of all.</summary>
    public ImmutableArray<MaskLook?> Looks { get; init; } = [];

    /// <summary>Layers that are drawn for all masks.</summary>
    public int Layers => (Fills.Length * (Outline is null ? 1 : 2)) + Looks.Sum(look => look?.Layers ?? 0);

    /// <summary>The widest line that is drawn, as a fraction of the picture's longer side.</summary>
    public double WidestLine =>
        Looks.Aggregate(Math.Max(LineThickness, Outline?.Width ?? 0), (widest, look) => Math.Max(widest, look?.Widest ?? 0));

    /// <summary>All on which the shapes that are drawn depend, as text: the style without its colours.</summary>
    public string ShapesKey => new Recipe("", Frame.Original, "", Uncoloured).ToString();

    internal MaskStyle Uncoloured
    {
        get
        {
            var black = new SolidFill(0, 0, 0, 1);
            return this with
            {
                Fills = [.. Fills.Select(_ => (Fill)black)],
                Outline = Outline is null ? null : Outline with { Colour = black },
                Looks = [.. Looks.Select(look => look?.Uncoloured)],
            };
        }
    }

    /// <summary>The line thickness when a request gives none.</summary>
    public const double DefaultLineThickness = 0.001;

    /// <summary>The maximum line thickness.</summary>
    public const double MaxLineThickness = 0.1;

    /// <summary>The radius of a point without one, as a fraction of the longer side.</summary>
    public const double DefaultPointRadius = 0.0015;
}

/// <summary>Colours in a request that replace those of the masks.</summary>
/// <param name="Colours">Assigned to the masks in order, repeating the last one; empty means no override.</param>
public sealed record FillOverride(ImmutableArray<CssColour> Colours)
{
    /// <summary>No override.</summary>
    public static FillOverride None { get; } = new([]);

    /// <summary>
    /// The fill of a mask: the override's colour with its own alpha or, if it has none, the mask's alpha; without an override the mask's
    /// own colour, otherwise the default of its algorithm.
    /// </summary>
    /// <param name="index">Index of the mask in the mask set.</param>
    /// <param name="algorithm">The algorithm the mask belongs to.</param>
    /// <param name="maskTechName">The mask's technical name.</param>
    /// <param name="ownFill">The colour that the result recommends, or null.</param>
    /// <param name="ownScale">The colour scale of the mask's grid, or null.</param>
    public Fill FillOf(int index, AlgorithmName algorithm, string maskTechName, CssColour? ownFill, ScaleFill? ownScale = null)
    {
        var own = ownFill is { } colour ? Fill.Create(colour) : DefaultFills.For(algorithm, maskTechName);
        // A scale has the alpha of the mask's own colour, if there is one.
        if (ownScale is not null)
            own = ownFill is null ? ownScale : ownScale with { Alpha = own.Alpha };
        return Colours.IsEmpty ? own : Fill.Create(Colours[Math.Min(index, Colours.Length - 1)], own.Alpha);
    }
}
