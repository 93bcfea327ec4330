namespace Cutis.Masks.Scenes;

/// <summary>Checks the contents of a scene against <see cref="SceneLimits"/> before memory is allocated to draw it.</summary>
public static class SceneBudget
{
    /// <summary>Counts layers and their contents.</summary>
    /// <param name="layers">All layers of one picture, or the first ones.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="SceneTooLargeException">A limit is exceeded.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
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

    /// <summary>Throws when a value exceeds a limit.</summary>
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
