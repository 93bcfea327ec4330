using System.Collections.Immutable;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Analysis.Planes;

/// <summary>Contours (isolines) of planes.</summary>
internal static class Contours
{
    /// <summary>
    /// Closed rings around regions where a plane is at least <paramref name="level"/>, in pixels; pixel centres lie at halves.
    /// </summary>
    /// <param name="plane">The values; everything outside is below the level.</param>
    /// <param name="level">The level.</param>
    /// <param name="step">Pixels per value of the plane.</param>
    /// <param name="tolerance">Maximum deviation of the rings in pixels.</param>
    /// <param name="left">Left edge of the plane in pixels.</param>
    /// <param name="top">Top edge of the plane in pixels.</param>
    public static List<ImmutableArray<Vec>> Trace(Plane plane, double level, double step, double tolerance, double left = 0, double top = 0)
    {
        // One value of padding on every side, so that every ring closes.
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

    /// <summary>The area of a ring by the shoelace formula, ½ Σ (xᵢ·yᵢ₊₁ − xᵢ₊₁·yᵢ).</summary>
    public static double Area(IReadOnlyList<Vec> ring)
    {
        var sum = 0.0;
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
            sum += (ring[j].X * ring[i].Y) - (ring[i].X * ring[j].Y);
        return Math.Abs(sum) / 2;
    }
}
