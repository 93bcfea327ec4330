using System.Collections.Immutable;

namespace Cutis.Masks;

/// <summary>Makes a <see cref="Scene"/> of masks, a style and a picture's size.</summary>
public static class SceneBuilder
{
    /// <summary>How dark the photo gets outside of a spotlight.</summary>
    public const double DimAlpha = 0.6;

    /// <summary>Places the masks on an upright picture of that size and applies the style.</summary>
    /// <param name="masks">The mask set; one fill per mask must be in <paramref name="style"/>.</param>
    /// <param name="style">Style after defaults.</param>
    /// <param name="width">Width of the upright picture in pixels.</param>
    /// <param name="height">Height of the upright picture in pixels.</param>
    /// <param name="stop">Ends the work early; tracing concentric lines may take long.</param>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    /// <exception cref="ArgumentException">The style does not have one fill per mask.</exception>
    public static Scene Build(ImmutableArray<Mask> masks, MaskStyle style, int width, int height, CancellationToken stop = default)
    {
        if (style.Fills.Length != masks.Length)
            throw new ArgumentException($"{style.Fills.Length} fills for {masks.Length} masks", nameof(style));
        var stroke = Math.Max(1, style.LineThickness * Math.Max(width, height));
        var layers = masks.SelectMany((mask, i) =>
        {
            var placed = Place(mask, width, height, stroke);
            // A grid fills the view box, which is stretched over the picture.
            var layer = new Layer(style.Fills[i], mask.Kind == MaskKind.HeatMap ? Overlap.Sum : Overlap.Union, placed) { Field = mask.Grid is { } grid ? new HeatField(grid.Width, grid.Height, grid.Values, new Vec(0, 0), new Vec(width, 0), new Vec(0, height)) : null };
            var drawn = style.ConcentricLines ? ConcentricLines.Outline(layer, stroke, Math.Max(width, height), stop) : layer;
            return style.Outline is { } outline ? new[] { drawn, Outlines.Of(layer, outline, Math.Max(width, height)) } : [drawn];
        });
        return new Scene(width, height, [.. layers]);
    }

    /// <summary>Adds what an output has besides its masks: the spotlight below them.</summary>
    /// <param name="scene">The masks.</param>
    /// <param name="spotlight">What happens outside of them.</param>
    public static Scene WithSpotlight(Scene scene, Spotlight spotlight)
    {
        if (spotlight == Spotlight.None) return scene;
        var shapes = scene.Layers.SelectMany(layer => layer.Levels).SelectMany(level => level.Shapes).ToImmutableArray();
        Fill fill = spotlight == Spotlight.Dim ? new SolidFill(0, 0, 0, DimAlpha) : GreyFill.Full;
        var field = scene.Layers.Select(layer => layer.Field).FirstOrDefault(found => found is not null);
        return scene with { Layers = [new Layer(fill, Overlap.Union, [new Level(1, shapes)]) { Inverse = true, Field = field }, .. scene.Layers] };
    }

    private static ImmutableArray<Level> Place(Mask mask, int width, int height, double stroke)
    {
        var to = new Placement(mask.Box ?? ViewBox.OfPixels(width, height), width, height, stroke);
        if (mask.Kind == MaskKind.HeatMap)
            return [.. mask.Features.Select(feature => new Level(feature.Intensity, to.Apply(feature.Shapes)))];
        return
        [
            .. mask.Features.GroupBy(feature => feature.Intensity)
                .Select(same => new Level(same.Key, to.Apply(same.SelectMany(feature => feature.Shapes)))),
        ];
    }

    /// <summary>From view-box coordinates to pixels; the box is stretched over the whole picture.</summary>
    private readonly struct Placement(ViewBox box, int width, int height, double stroke)
    {
        private readonly double _scaleX = width / box.Width;
        private readonly double _scaleY = height / box.Height;
        private readonly double _defaultRadius = MaskStyle.DefaultPointRadius * Math.Max(width, height);

        public ImmutableArray<SceneShape> Apply(IEnumerable<Shape> shapes) => [.. shapes.Select(Apply)];

        private SceneShape Apply(Shape shape) => shape switch
        {
            PolygonShape polygon => new Region([.. polygon.Rings.Select(Apply)]),
            PolylineShape line => new Stroke(Apply(line.Points), stroke),
            PointShape { Radius: 0 } point => new Disc(Apply(point.Centre), _defaultRadius, _defaultRadius),
            PointShape point => new Disc(Apply(point.Centre), point.Radius * _scaleX, point.Radius * _scaleY),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
        };

        private ImmutableArray<Vec> Apply(ImmutableArray<Vec> points)
        {
            var placed = ImmutableArray.CreateBuilder<Vec>(points.Length);
            foreach (var point in points) placed.Add(Apply(point));
            return placed.MoveToImmutable();
        }

        private Vec Apply(Vec point) => new((point.X - box.X) * _scaleX, (point.Y - box.Y) * _scaleY);
    }
}
