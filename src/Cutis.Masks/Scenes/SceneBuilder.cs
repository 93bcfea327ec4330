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
    /// <exception cref="ArgumentException">The style does not have one fill per mask.</exception>
    public static Scene Build(ImmutableArray<Mask> masks, MaskStyle style, int width, int height, CancellationToken stop = default)
    {
        if (style.Fills.Length != masks.Length)
            throw new ArgumentException($"{style.Fills.Length} fills for {masks.Length} masks", nameof(style));
        var stroke = Math.Max(1, style.LineThickness * Math.Max(width, height));
        var window = new Window(width, height);
        var lines = new ConcentricLines(window, stroke, Math.Max(width, height), stop);
        var layers = ImmutableArray.CreateBuilder<Layer>();
        foreach (var (mask, fill) in masks.Zip(style.Fills))
        {
            var placed = Place(mask, width, height, stroke, window, stop);
            var overlap = mask.Kind == MaskKind.HeatMap ? Overlap.Sum : Overlap.Union;
            // A grid fills the view box, which is stretched over the picture.
            var field = mask.Grid is { } grid
                ? new HeatField(grid.Width, grid.Height, grid.Values, new Vec(0, 0), new Vec(width, 0), new Vec(0, height))
                : null;
            var layer = new Layer(fill, overlap, placed) { Field = field };
            layers.Add(style.ConcentricLines ? lines.Outline(layer) : layer);
            if (style.Outline is { } outline)
                layers.Add(Outlines.Create(layer, outline, Math.Max(width, height), stop));
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

    private static ImmutableArray<Level> Place(Mask mask, int width, int height, double stroke, Window window, CancellationToken stop)
    {
        var to = new Placement(mask.Box ?? ViewBox.FromPixels(width, height), width, height, stroke, window, stop);
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
