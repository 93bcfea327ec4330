using System.Collections.Immutable;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Analysis.Planes;

/// <summary>Outlines of what lies above a level.</summary>
internal static class Contours
{
    /// <summary>
    /// Closed rings around the places where a plane is at least <paramref name="level"/>, in pixels; pixel centres lie at halves.
    /// </summary>
    /// <param name="plane">The numbers; what lies beyond it is below the level.</param>
    /// <param name="level">The level.</param>
    /// <param name="step">Pixels from one number of the plane to the next.</param>
    /// <param name="tolerance">How far the rings may be off, pixels.</param>
    /// <param name="left">Where the plane begins, pixels.</param>
    /// <param name="top">Where it begins.</param>
    public static List<ImmutableArray<Vec>> Trace(Plane plane, double level, double step, double tolerance, double left = 0, double top = 0)
    {
        // One place more on every side, so that every ring closes.
        var (columns, rows) = (plane.Width + 2, plane.Height + 2);
        var grid = new double[columns * rows];
        Array.Fill(grid, level - 1);
        for (var y = 0; y < plane.Height; y++)
        for (var x = 0; x < plane.Width; x++)
            grid[((y + 1) * columns) + x + 1] = plane[x, y];
        var rings = new List<ImmutableArray<Vec>>();
        foreach (var line in MarchingSquares.Trace(grid, columns, rows, level))
        {
            var ring = Polylines.Simplified(
                [.. line.Select(p => new Vec(left + ((p.X - 0.5) * step), top + ((p.Y - 0.5) * step)))],
                tolerance
            );
            if (ring.Count > 3)
                rings.Add([.. ring.Take(ring.Count - 1)]);
        }

        return rings;
    }

    /// <summary>Area within a ring, by the shoelace formula.</summary>
    public static double Area(IReadOnlyList<Vec> ring)
    {
        var sum = 0.0;
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
            sum += (ring[j].X * ring[i].Y) - (ring[i].X * ring[j].Y);
        return Math.Abs(sum) / 2;
    }
}
