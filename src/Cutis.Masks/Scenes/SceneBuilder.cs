using System.Collections.Immutable;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Masks.Scenes;

/// <summary>Builds a <see cref="Scene"/> from masks, a style and the size of a picture.</summary>
public static class SceneBuilder
{
    /// <summary>Opacity of the black that darkens the photo outside a spotlight.</summary>
    public const double DimAlpha = 0.6;

    /// <summary>Places the masks on an upright picture of some size and applies the style.</summary>
    /// <param name="masks">The mask set; <paramref name="style"/> must have one fill per mask.</param>
    /// <param name="style">The style with all defaults applied.</param>
    /// <param name="width">Width of the upright picture in pixels.</param>
    /// <param name="height">Height of the upright picture in pixels.</param>
    /// <param name="stop">Cancels the work; tracing concentric lines may take long.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    /// <exception cref="SceneTooLargeException">There are too many concentric lines.</exception>
    /// <exception cref="ArgumentException">The style does not have one fill per mask, or some looks but not one per mask.</exception>
    public static Scene Build(ImmutableArray<Mask> masks, MaskStyle style, int width, int height, CancellationToken stop = default)
    {
        if (style.Fills.Length != masks.Length)
            throw new ArgumentException($"{style.Fills.Length} fills for {masks.Length} masks", nameof(style));
        if (!style.Looks.IsEmpty && style.Looks.Length != masks.Length)
            throw new ArgumentException($"{style.Looks.Length} looks for {masks.Length} masks", nameof(style));
        var longer = Math.Max(width, height);
        var window = new Window(width, height);
        var lines = new ConcentricLines(window, longer, stop);
        var layers = ImmutableArray.CreateBuilder<Layer>();
        for (var i = 0; i < masks.Length; i++)
        {
            var (mask, fill, look) = (masks[i], style.Fills[i], style.Looks.IsEmpty ? null : style.Looks[i]);
            var stroke = Math.Max(1, (look?.Line ?? style.LineThickness) * longer);
            var to = new Placement(mask.Box ?? ViewBox.FromPixels(width, height), width, height, stroke, window, stop)
            {
                MinRadius = (look?.MinRadius ?? 0) * longer,
            };
            var placed = Place(mask, to);
            var overlap = mask.Kind == MaskKind.HeatMap ? Overlap.Sum : Overlap.Union;
            // A grid fills the view box, which is stretched over the picture.
            var field = mask.Grid is { } grid
                ? new HeatField(grid.Width, grid.Height, grid.Values, new Vec(0, 0), new Vec(width, 0), new Vec(0, height))
                : null;
            var layer = new Layer(fill, overlap, placed) { Field = field };
            var drawn = style.ConcentricLines ? lines.Outline(layer, stroke, look?.Spacing ?? 0) : layer;
            if (look is not null && LookLayers.Beneath(drawn, look, longer, stop) is { } beneath)
                layers.Add(beneath);
            layers.Add(drawn);
            if (look is not null)
                layers.AddRange(LookLayers.Above(layer, look, longer, stop));
            if (style.Outline is { } outline)
                layers.Add(Outlines.Create(layer, outline, longer, stop));
        }

        return new Scene(width, height, layers.DrainToImmutable());
    }

    /// <summary>Adds the spotlight below the masks.</summary>
    /// <param name="scene">The masks.</param>
    /// <param name="spotlight">The effect outside them.</param>
    public static Scene WithSpotlight(Scene scene, Spotlight spotlight)
    {
        if (spotlight == Spotlight.None)
            return scene;
        var shapes = scene.Layers.SelectMany(layer => layer.Levels).SelectMany(level => level.Shapes).ToImmutableArray();
        Fill fill = spotlight == Spotlight.Dim ? new SolidFill(0, 0, 0, DimAlpha) : GreyFill.Full;
        var field = scene.Layers.Select(layer => layer.Field).FirstOrDefault(found => found is not null);
        return scene with
        {
            Layers = [new Layer(fill, Overlap.Union, [new Level(1, shapes)]) { Inverse = true, Field = field }, .. scene.Layers],
        };
    }

    private static ImmutableArray<Level> Place(Mask mask, Placement to)
    {
        if (mask.Kind == MaskKind.HeatMap)
            return [.. mask.Features.Select(feature => new Level(feature.Intensity, to.Apply(feature.Shapes)))];
        return
        [
            .. mask
                .Features.GroupBy(feature => feature.Intensity)
                .Select(same => new Level(same.Key, to.Apply(same.SelectMany(feature => feature.Shapes)))),
        ];
    }
}
