namespace Cutis.Masks.Scenes;

/// <summary>Counts what a scene holds against <see cref="SceneLimits"/>, before memory is taken to draw it.</summary>
public static class SceneBudget
{
    /// <summary>Counts layers and all that is in them.</summary>
    /// <param name="layers">The layers of one picture, or the first ones of it.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="SceneTooLargeException">There is too much.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static void Check(IReadOnlyCollection<Layer> layers, CancellationToken stop = default)
    {
        Check("layers", SceneLimits.MaxLayers, layers.Count);
        var (levels, rings, edges) = (0L, 0L, 0L);
        foreach (var layer in layers)
        {
            Check("levels", SceneLimits.MaxLevels, levels += layer.Levels.Length);
            foreach (var level in layer.Levels)
            {
                stop.ThrowIfCancellationRequested();
                foreach (var shape in level.Shapes)
                {
                    var (more, points) = Count(shape);
                    (rings, edges) = (rings + more, edges + points);
                }

                Check("rings", SceneLimits.MaxRings, rings);
                Check("edges", SceneLimits.MaxEdges, edges);
            }
        }
    }

    /// <summary>Refuses what is over a limit.</summary>
    internal static void Check(string field, long limit, long value)
    {
        if (value > limit)
            throw new SceneTooLargeException(field, limit, value);
    }

    private static (long Rings, long Edges) Count(SceneShape shape)
    {
        if (shape is Stroke stroke)
            return (1, stroke.Points.Length);
        if (shape is not Region region)
            return (1, 1);
        var edges = 0L;
        foreach (var ring in region.Rings)
            edges += ring.Length;
        return (region.Rings.Length, edges);
    }
}
