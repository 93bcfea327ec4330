using System.Text.Json;
using Cutis.Imaging.Rendering;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Bench;

/// <summary>The masks for other programs: as lists of numbers, and as SVG.</summary>
internal static class Export
{
    public static void Write(IReadOnlyList<BenchMask> masks, int width, int height, string folder)
    {
        File.WriteAllText(
            Path.Combine(folder, "masks.json"),
            JsonSerializer.Serialize(
                masks.Select(mask => new
                {
                    kind = mask.Name,
                    width = Inputs.ViewWidth,
                    height = Inputs.ViewHeight,
                    thickness = mask.Thickness,
                    levels = mask.Mask.Features.Select(feature => new
                    {
                        intensity = feature.Intensity,
                        polygons = feature.Shapes.OfType<PolygonShape>().Select(polygon => polygon.Rings.Select(ring => Points(ring))),
                        lines = feature.Shapes.OfType<PolylineShape>().Select(line => Points(line.Points)),
                        points = feature
                            .Shapes.OfType<PointShape>()
                            .Select(point => new[] { point.Centre.X, point.Centre.Y, point.Radius }),
                    }),
                })
            )
        );
        foreach (var mask in masks)
        {
            // Other renderers get a heat map as shapes, not as the bitmap that we would put into the SVG.
            var scene = Work.Scene(mask, width, height);
            scene = scene with
            {
                Layers =
                [
                    .. scene.Layers.SelectMany(layer =>
                        layer.Levels.Select(level => layer with { Overlap = Overlap.Union, Levels = [level] })
                    ),
                ],
            };
            using var svg = File.Create(Path.Combine(folder, mask.Name + ".svg"));
            SvgPicture.Write(scene, null, svg);
        }
    }

    private static double[][] Points(IEnumerable<Vec> points) => [.. points.Select(p => new[] { p.X, p.Y })];
}
