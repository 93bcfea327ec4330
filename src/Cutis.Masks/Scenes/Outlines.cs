using System.Collections.Immutable;

namespace Cutis.Masks;

/// <summary>Lines around what a layer fills.</summary>
internal static class Outlines
{
    // Enough that a line shows no corners on the largest dot that a mask would have.
    private const int CornersOfCircle = 64;

    /// <summary>A layer with a line along every boundary of the areas and dots; lines have none.</summary>
    public static Layer Of(Layer layer, Outline outline, int longerSide)
    {
        var width = Math.Max(1, outline.Width * longerSide);
        var strokes = layer.Levels
            .SelectMany(level => level.Shapes)
            .SelectMany(Boundaries)
            .Select(ring => (SceneShape)new Stroke(ring[0] == ring[^1] ? ring : ring.Add(ring[0]), width));
        return new Layer(outline.Colour, Overlap.Union, [new Level(1, [.. strokes])]);
    }

    private static IEnumerable<ImmutableArray<Vec>> Boundaries(SceneShape shape) => shape switch
    {
        Region region => region.Rings.Where(ring => ring.Length > 0),
        Disc disc => [Circle(disc)],
        _ => [],
    };

    // By halving angles: square roots are the same on every machine.
    private static ImmutableArray<Vec> Circle(Disc disc)
    {
        List<Vec> unit = [new(1, 0), new(0, 1), new(-1, 0), new(0, -1)];
        while (unit.Count < CornersOfCircle)
        {
            for (var i = unit.Count - 1; i >= 0; i--)
            {
                var middle = unit[i] + unit[(i + 1) % unit.Count];
                unit.Insert(i + 1, middle * (1 / middle.Length));
            }
        }

        return [.. unit.Select(at => new Vec(disc.Centre.X + (at.X * disc.RadiusX), disc.Centre.Y + (at.Y * disc.RadiusY)))];
    }
}
