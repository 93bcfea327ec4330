using System.Collections.Immutable;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Plugins;

/// <summary>Places the masks that a plug-in found on the face that it was shown on the restored photo and on the original.</summary>
public static class MasksOnPhoto
{
    // As many as a grid that is read may have on one side.
    private const int MaxCells = 1024;

    /// <summary>The result with masks for both photos.</summary>
    /// <param name="result">The result.</param>
    /// <param name="restored">The image that was analysed.</param>
    /// <param name="photo">Size of the photo in pixels.</param>
    public static AlgorithmResult WithMasksOnPhoto(this AlgorithmResult result, RestoredImage restored, (int Width, int Height) photo) =>
        result with
        {
            MasksRestored =
                restored.Aligned is not null && result.MasksRestored is { } found
                    ? MaskSet.Create([.. found.Masks.Select(mask => OnSquare(mask, restored))])
                    : result.MasksRestored,
            MasksOriginal = result.MasksRestored is { } set
                ? MaskSet.Create([.. set.Masks.Select(mask => OnPhoto(mask, restored).Placed(restored.ToOriginal, photo))])
                : null,
        };

    /// <summary>The answer for a plug-in that gave none.</summary>
    public static AlgorithmAnswer Refused(PluginManifest manifest, string message)
    {
        var refusal = new Refusal("plugin_failed", message);
        var result = FindingResult.Refused(manifest.TechName, manifest.Version, null, refusal, []);
        return new AlgorithmAnswer(manifest.TechName, result, refusal);
    }

    private static Mask OnPhoto(Mask mask, RestoredImage restored)
    {
        var pixels = InPixels(mask, restored);
        var features = pixels.Features.AsEnumerable();
        if (mask.Grid is { } grid)
            features = features.Concat(Levels(grid, restored.Picture.Width, restored.Picture.Height));
        return pixels with { TechName = mask.TechName + "_original", Features = [.. features], Grid = null };
    }

    private static Mask OnSquare(Mask mask, RestoredImage restored)
    {
        var (place, size) = (restored.ToAligned, restored.Size);
        var placed = InPixels(mask, restored).Placed(place, size);
        return mask.Grid is { } grid ? placed with { Grid = OnSquare(grid, restored.Picture, place, size.Width) } : placed;
    }

    // The square is level as the face is, so that cells stay upright: the grid gets more of them around, which are empty.
    private static HeatGrid OnSquare(HeatGrid grid, RgbImage picture, Similarity place, int side)
    {
        var back = place.Inverse();
        var (width, height) = (
            Cells(grid.Width * side * back.Scale / picture.Width),
            Cells(grid.Height * side * back.Scale / picture.Height)
        );
        var plane = new Plane(grid.Width, grid.Height);
        grid.Values.CopyTo(plane.Data);
        var values = ImmutableArray.CreateBuilder<float>(width * height);
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var p = back.Map(new Vec((column + .5) * side / width, (row + .5) * side / height));
                var (x, y) = (p.X * grid.Width / picture.Width, p.Y * grid.Height / picture.Height);
                var isInside = x >= 0 && y >= 0 && x < grid.Width && y < grid.Height;
                values.Add(isInside ? (float)Math.Clamp(plane.At(x - .5, y - .5), 0, 1) : 0);
            }
        }

        return new HeatGrid(width, height, values.MoveToImmutable(), grid.Scale);
    }

    private static int Cells(double count) => Math.Clamp((int)Math.Ceiling(count), 1, MaxCells);

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
        return mask with { Features = [.. mask.Features.Select(f => f with { Shapes = [.. f.Shapes.Select(Moved)] })] };
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
