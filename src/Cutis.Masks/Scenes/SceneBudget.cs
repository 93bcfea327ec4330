using Cutis.Masks.Geometry;

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

    /// <summary>Counts the layers of a scene and their contents, and the pixels that are visited to draw them.</summary>
    /// <inheritdoc cref="Check(IReadOnlyCollection{Layer}, CancellationToken)"/>
    public static void Check(Scene scene, CancellationToken stop = default)
    {
        Check(scene.Layers, stop);
        var (width, height) = ((double)scene.Width, (double)scene.Height);
        var (onEdges, inBoxes) = (0.0, 0.0);
        foreach (var level in scene.Layers.SelectMany(layer => layer.Levels))
        {
            stop.ThrowIfCancellationRequested();
            foreach (var region in level.Shapes.OfType<Region>())
            {
                var (edges, box) = Visit(region, width, height);
                (onEdges, inBoxes) = (onEdges + edges, inBoxes + box);
            }

            Check("edge_pixels", SceneLimits.MaxEdgePixels, (long)onEdges);
            Check("area_pixels", SceneLimits.MaxAreaPixels, (long)inBoxes);
        }
    }

    /// <summary>Throws when a value exceeds a limit.</summary>
    internal static void Check(string field, long limit, long value)
    {
        if (value > limit)
            throw new SceneTooLargeException(field, limit, value);
    }

    // Pixels of the picture on the edges of a region, about, and in the box around it.
    private static (double OnEdges, double InBox) Visit(Region region, double width, double height)
    {
        var onEdges = 0.0;
        var (left, right, top, bottom) = (width, 0.0, height, 0.0);
        foreach (var ring in region.Rings)
        {
            if (ring.Length == 0)
                continue;
            var a = Within(ring[^1]);
            foreach (var point in ring)
            {
                var b = Within(point);
                onEdges += Math.Abs(b.X - a.X) + Math.Abs(b.Y - a.Y);
                (left, right) = (Math.Min(left, b.X), Math.Max(right, b.X));
                (top, bottom) = (Math.Min(top, b.Y), Math.Max(bottom, b.Y));
                a = b;
            }
        }

        return (onEdges, Math.Max(0, right - left) * Math.Max(0, bottom - top));

        Vec Within(Vec p) => new(Math.Clamp(p.X, 0, width), Math.Clamp(p.Y, 0, height));
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
