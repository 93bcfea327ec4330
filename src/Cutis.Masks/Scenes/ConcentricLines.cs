using System.Collections.Immutable;

namespace Cutis.Masks.Scenes;

/// <summary>Converts filled regions into nested outlines: the boundary, and lines at equal distances inside it.</summary>
internal sealed class ConcentricLines
{
    // Distance between lines as a fraction of the picture's longer side; at least three line widths.
    private const double Spacing = 0.008;
    private readonly Window _window;
    private readonly int _longerSide;
    private readonly CancellationToken _stop;
    private long _points;
    private long _samples;

    /// <param name="window">The picture and its surroundings.</param>
    /// <param name="longerSide">Longer side of the picture in pixels.</param>
    /// <param name="stop">Cancels the work.</param>
    public ConcentricLines(Window window, int longerSide, CancellationToken stop) =>
        (_window, _longerSide, _stop) = (window, longerSide, stop);

    /// <summary>
    /// The layer with every <see cref="Region"/> replaced by strokes; strokes and discs are kept. In a heat map, lines have the accumulated
    /// intensity of their level.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="width">Width of the lines in pixels.</param>
    /// <param name="share">Distance between lines as a fraction of the longer side; 0 for the usual one.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    /// <exception cref="SceneTooLargeException">
    /// The lines of this and earlier layers have too many points or take too long to find.
    /// </exception>
    public Layer Outline(Layer layer, double width, double share = 0)
    {
        var spacing = Math.Max((share > 0 ? share : Spacing) * _longerSide, 3 * width);
        var sum = 0.0;
        var levels = ImmutableArray.CreateBuilder<Level>(layer.Levels.Length);
        foreach (var level in layer.Levels)
        {
            sum = Math.Min(1, sum + level.Intensity);
            var shapes = ImmutableArray.CreateBuilder<SceneShape>();
            foreach (var shape in level.Shapes)
            {
                _stop.ThrowIfCancellationRequested();
                if (shape is Region region)
                    AddOutlines(region, shapes, width, spacing);
                else
                    shapes.Add(shape);
            }

            levels.Add(new Level(layer.Overlap == Overlap.Sum ? sum : level.Intensity, shapes.DrainToImmutable()));
        }

        return layer with
        {
            Overlap = Overlap.Union,
            Levels = levels.DrainToImmutable(),
        };
    }

    private void AddOutlines(Region region, ImmutableArray<SceneShape>.Builder shapes, double width, double spacing)
    {
        foreach (var ring in region.Rings)
            if (ring.Length > 0)
                shapes.Add(new Stroke(ring[0] == ring[^1] ? ring : ring.Add(ring[0]), width));
        var grid = new DistanceGrid(region, spacing, _window, _stop);
        SceneBudget.Check("line_samples", SceneLimits.MaxLineSamples, _samples += grid.Work);
        foreach (var line in grid.Contours())
        {
            SceneBudget.Check("line_points", SceneLimits.MaxLinePoints, _points += line.Length);
            shapes.Add(new Stroke(line, width));
        }
    }
}
