using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>Makes lines around filled shapes.</summary>
internal static class Outlines
{
    // Enough that no corners are visible on the largest plausible dot.
    private const int CornersOfCircle = 64;

    // By bisecting angles: square roots are exactly rounded and the same on every machine.
    private static readonly Vec[] UnitCircle = Halved([new(1, 0), new(0, 1), new(-1, 0), new(0, -1)]);

    /// <summary>A layer with a line along every boundary of its areas and dots; lines have none.</summary>
    public static Layer Create(Layer layer, Outline outline, int longerSide, CancellationToken stop)
    {
        var width = Math.Max(1, outline.Width * longerSide);
        // The corners of many dots would take more memory than everything else.
        var asCircles = layer.Levels.Sum(level => level.Shapes.Count(shape => shape is Disc)) > SceneLimits.MaxOutlinedDots;
        var lines = ImmutableArray.CreateBuilder<SceneShape>();
        foreach (var shape in layer.Levels.SelectMany(level => level.Shapes))
        {
            if ((lines.Count & 0xFF) == 0)
                stop.ThrowIfCancellationRequested();
            if (shape is Disc disc)
                lines.Add(asCircles ? new Circle(disc.Centre, disc.RadiusX, disc.RadiusY, width) : new Stroke(Corners(disc), width));
            else if (shape is Region region)
            {
                foreach (var ring in region.Rings)
                    if (ring.Length > 0)
                        lines.Add(new Stroke(ring[0] == ring[^1] ? ring : ring.Add(ring[0]), width));
            }
        }

        return new Layer(outline.Colour, Overlap.Union, [new Level(1, lines.DrainToImmutable())]);
    }

    private static ImmutableArray<Vec> Corners(Disc disc)
    {
        var corners = ImmutableArray.CreateBuilder<Vec>(UnitCircle.Length + 1);
        foreach (var at in UnitCircle)
            corners.Add(new Vec(disc.Centre.X + (at.X * disc.RadiusX), disc.Centre.Y + (at.Y * disc.RadiusY)));
        if (corners[0] != corners[^1])
            corners.Add(corners[0]);
        return corners.DrainToImmutable();
    }

    private static Vec[] Halved(List<Vec> unit)
    {
        while (unit.Count < CornersOfCircle)
        {
            for (var i = unit.Count - 1; i >= 0; i--)
            {
                var middle = unit[i] + unit[(i + 1) % unit.Count];
                unit.Insert(i + 1, middle * (1 / middle.Length));
            }
        }

        return [.. unit];
    }
}
