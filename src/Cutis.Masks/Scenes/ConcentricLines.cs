using System.Collections.Immutable;

namespace Cutis.Masks;

/// <summary>Turns filled regions into nested outlines: the edge itself and lines at equal distances inside it.</summary>
public static class ConcentricLines
{
    /// <summary>Distance between two lines as a fraction of the picture's longer side; never under three line widths.</summary>
    public const double Spacing = 0.008;

    /// <summary>
    /// The layer with every <see cref="Region"/> replaced by strokes; strokes and discs stay as they are. The lines of a
    /// heat map have the intensity that has added up at their level.
    /// </summary>
    /// <param name="layer">A layer of a scene.</param>
    /// <param name="strokeWidth">Width of the lines in pixels.</param>
    /// <param name="longerSide">Longer side of the picture in pixels.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static Layer Outline(Layer layer, double strokeWidth, int longerSide, CancellationToken stop = default)
    {
        var spacing = Math.Max(Spacing * longerSide, 3 * strokeWidth);
        var sum = 0.0;
        var levels = ImmutableArray.CreateBuilder<Level>(layer.Levels.Length);
        foreach (var level in layer.Levels)
        {
            sum = Math.Min(1, sum + level.Intensity);
            var shapes = ImmutableArray.CreateBuilder<SceneShape>();
            foreach (var shape in level.Shapes)
            {
                stop.ThrowIfCancellationRequested();
                if (shape is Region region) AddOutlines(region, spacing, strokeWidth, shapes, stop);
                else shapes.Add(shape);
            }

            levels.Add(new Level(layer.Overlap == Overlap.Sum ? sum : level.Intensity, shapes.DrainToImmutable()));
        }

        return layer with { Overlap = Overlap.Union, Levels = levels.DrainToImmutable() };
    }

    private static void AddOutlines(Region region, double spacing, double width, ImmutableArray<SceneShape>.Builder shapes, CancellationToken stop)
    {
        foreach (var ring in region.Rings)
            if (ring.Length > 0) shapes.Add(new Stroke(ring[0] == ring[^1] ? ring : ring.Add(ring[0]), width));
        foreach (var line in new DistanceGrid(region, spacing).Contours(spacing, stop))
            shapes.Add(new Stroke(line, width));
    }
}
