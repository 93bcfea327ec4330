using System.Collections.Immutable;
using Cutis.Analysis.Faces;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>Places masks that were found on the restored image on another picture.</summary>
internal static class MaskPlacement
{
    /// <summary>Maps a mask from pixels of the restored image to pixels of a picture.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="place">Maps pixels of the restored image to pixels of the picture.</param>
    /// <param name="size">Size of the picture in pixels.</param>
    public static Mask Placed(this Mask mask, Similarity place, (int Width, int Height) size) =>
        mask with
        {
            Box = ViewBox.FromPixels(size.Width, size.Height),
            Features = [.. mask.Features.Select(feature => Placed(feature, place))],
        };

    /// <summary>The mask with its polygons cut off at the edges of the picture.</summary>
    public static Mask Cut(this Mask mask, (int Width, int Height) size)
    {
        // Points outside move to the nearest edge, so that a ring goes along it.
        Vec Inside(Vec p) => new(Math.Clamp(p.X, 0, size.Width), Math.Clamp(p.Y, 0, size.Height));
        Shape Cut(Shape shape) =>
            shape is PolygonShape polygon ? new PolygonShape([.. polygon.Rings.Select(r => r.Select(Inside).ToImmutableArray())]) : shape;
        return mask with { Features = [.. mask.Features.Select(f => f with { Shapes = [.. f.Shapes.Select(Cut)] })] };
    }

    private static Feature Placed(Feature feature, Similarity place) =>
        feature with
        {
            Shapes = [.. feature.Shapes.Select(shape => Placed(shape, place))],
        };

    private static Shape Placed(Shape shape, Similarity place) =>
        shape switch
        {
            PointShape point => new PointShape(Rounded(place.Map(point.Centre)), Rounded(point.Radius * place.Scale)),
            PolylineShape line => new PolylineShape(Placed(line.Points, place)),
            PolygonShape polygon => new PolygonShape([.. polygon.Rings.Select(ring => Placed(ring, place))]),
            _ => shape,
        };

    private static ImmutableArray<Vec> Placed(ImmutableArray<Vec> points, Similarity place) =>
        [.. points.Select(p => Rounded(place.Map(p)))];

    private static Vec Rounded(Vec p) => new(Rounded(p.X), Rounded(p.Y));

    // A hundredth of a pixel is precise enough.
    private static double Rounded(double value) => Math.Round(value, 2, MidpointRounding.AwayFromZero);
}
