using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Planes;

/// <summary>Polygons around regions of a plane: one per island, with its own holes.</summary>
internal static class Islands
{
    /// <summary>The islands where a plane is at least <paramref name="level"/>, largest first, in pixels.</summary>
    /// <param name="plane">The values.</param>
    /// <param name="level">The level.</param>
    /// <param name="step">Pixels per value of the plane.</param>
    /// <param name="tolerance">Maximum deviation of the rings in pixels.</param>
    /// <param name="minArea">Area of the smallest island and of the smallest hole, in square pixels.</param>
    public static ImmutableArray<Shape> Trace(Plane plane, double level, double step, double tolerance, double minArea)
    {
        var rings = Contours
            .Trace(plane, level, step, tolerance)
            .Select(ring => (Ring: ring, Area: Contours.Area(ring)))
            .Where(r => r.Area >= minArea)
            .OrderByDescending(r => r.Area)
            .ToArray();
        // Rings of one level never cross, so that one lies inside another as a whole; those around it are larger and come before it.
        var islands = new Dictionary<int, List<ImmutableArray<Vec>>>();
        var owner = new int[rings.Length];
        for (var i = 0; i < rings.Length; i++)
        {
            var parent = -1;
            for (var k = i - 1; k >= 0 && parent < 0; k--)
                if (IsInside(rings[k].Ring, rings[i].Ring[0]))
                    parent = k;
            // Inside an outer ring lies a hole, inside a hole an island again.
            var isHole = parent >= 0 && owner[parent] == parent;
            owner[i] = isHole ? parent : i;
            if (isHole)
                islands[parent].Add(rings[i].Ring);
            else
                islands[i] = [rings[i].Ring];
        }

        return [.. islands.Values.Select(Shape (all) => new PolygonShape([.. all]))];
    }

    private static bool IsInside(ImmutableArray<Vec> ring, Vec p)
    {
        var inside = false;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
            if (
                ring[i].Y > p.Y != ring[j].Y > p.Y
                && p.X < ((ring[j].X - ring[i].X) * (p.Y - ring[i].Y) / (ring[j].Y - ring[i].Y)) + ring[i].X
            )
                inside = !inside;
        return inside;
    }
}
