using System.Collections.Immutable;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Plugins;

/// <summary>Adds the masks on the photo to a result that a plug-in computed for the restored image.</summary>
public static class MasksOnPhoto
{
    /// <summary>The result with masks for both photos.</summary>
    /// <param name="result">The result.</param>
    /// <param name="restored">The image that was analysed.</param>
    /// <param name="photo">Size of the photo in pixels.</param>
    public static AlgorithmResult WithMasksOnPhoto(this AlgorithmResult result, RestoredImage restored, (int Width, int Height) photo) =>
        result with
        {
            MasksOriginal = result.MasksRestored is { } set
                ? MaskSet.Create([.. set.Masks.Select(mask => InPixels(mask, restored).Placed(restored.ToOriginal, photo))])
                : null,
        };

    /// <summary>The answer for a plug-in that gave none.</summary>
    public static AlgorithmAnswer Refused(PluginManifest manifest, string message)
    {
        var refusal = new Refusal("plugin_failed", message);
        var result = FindingResult.Refused(manifest.TechName, manifest.Version, null, refusal, []);
        return new AlgorithmAnswer(manifest.TechName, result, refusal);
    }

    private static Mask InPixels(Mask mask, RestoredImage restored)
    {
        var picture = restored.Picture;
        var box = mask.Box ?? ViewBox.FromPixels(picture.Width, picture.Height);
        var (sx, sy) = (picture.Width / box.Width, picture.Height / box.Height);
        Vec Place(Vec p) => new((p.X - box.X) * sx, (p.Y - box.Y) * sy);
        Shape Moved(Shape shape) =>
            shape switch
            {
                PolygonShape polygon => new PolygonShape([.. polygon.Rings.Select(ring => ring.Select(Place).ToImmutableArray())]),
                PolylineShape line => new PolylineShape([.. line.Points.Select(Place)]),
                PointShape point => new PointShape(Place(point.Centre), point.Radius * Math.Sqrt(sx * sy)),
                _ => shape,
            };
        var features = mask.Features.Select(f => f with { Shapes = [.. f.Shapes.Select(Moved)] });
        if (mask.Grid is { } grid)
            features = features.Concat(Levels(grid, picture.Width, picture.Height));
        return mask with { TechName = mask.TechName + "_original", Features = [.. features], Grid = null };
    }

    // A grid has axis-aligned cells; on a photo in which the face is rotated it becomes levels.
    private static IEnumerable<Feature> Levels(HeatGrid grid, int width, int height)
    {
        var plane = new Plane(grid.Width, grid.Height);
        grid.Values.CopyTo(plane.Data);
        ImmutableArray<Vec> InPicture(ImmutableArray<Vec> ring) =>
            [.. ring.Select(p => new Vec(p.X * width / grid.Width, p.Y * height / grid.Height))];
        for (var i = 1; i < 10; i++)
        {
            ImmutableArray<ImmutableArray<Vec>> rings = [.. Contours.Trace(plane, i / 10.0, 1, .1).Select(InPicture)];
            if (rings.Length > 0)
                yield return new Feature([new PolygonShape(rings)], .1);
        }
    }
}
