using System.Collections.Immutable;

namespace Cutis.Masks.Geometry;

/// <summary>A shape as seen from a point. All lengths are in pixels of the photo.</summary>
/// <param name="Covers">Whether the point lies in it or on its edge; never so for a polyline, which has no inside.</param>
/// <param name="Distance">From the point to the shape; 0 when it covers the point.</param>
/// <param name="Area">Of a polygon, without its holes; of a dot, that of its disc; null for a polyline.</param>
/// <param name="Length">Of a polyline; null for others.</param>
public readonly record struct ShapeFacts(bool Covers, double Distance, double? Area, double? Length);

/// <summary>
/// Looks at shapes from a point of a photo: exact crossings of edges (even-odd rule, as shapes are drawn), not pixels that were drawn.
/// </summary>
/// <param name="box">The view box of the shapes, which is stretched over the photo.</param>
/// <param name="width">Width of the photo in pixels.</param>
/// <param name="height">Height of the photo in pixels.</param>
/// <param name="defaultRadius">Radius in pixels of dots that have none.</param>
public sealed class ShapeProbe(ViewBox box, int width, int height, double defaultRadius)
{
    private readonly double _scaleX = width / box.Width;
    private readonly double _scaleY = height / box.Height;

    /// <summary>Measures a shape and its distance from a point.</summary>
    /// <param name="shape">The shape, in the view box.</param>
    /// <param name="point">The point, in pixels of the photo.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public ShapeFacts Measure(Shape shape, Vec point, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        switch (shape)
        {
            case PolygonShape polygon:
                var rings = polygon.Rings.Select(Place).ToArray();
                var distance = rings.Select(ring => Distance(ring, point, isClosed: true)).DefaultIfEmpty(double.PositiveInfinity).Min();
                var covers = distance == 0 || Contains(rings, point);
                return new ShapeFacts(covers, covers ? 0 : distance, Area(rings, stop), null);
            case PolylineShape line:
                var points = Place(line.Points);
                return new ShapeFacts(false, Distance(points, point, isClosed: false), null, Polylines.Length(points));
            case PointShape dot:
                var (across, down) = dot.Radius > 0 ? (dot.Radius * _scaleX, dot.Radius * _scaleY) : (defaultRadius, defaultRadius);
                var off = point - Place(dot.Centre);
                // A dot in a stretched box is an ellipse; its distance is that along the line to its centre.
                var relative = new Vec(off.X / across, off.Y / down).Length;
                var isIn = relative <= 1;
                return new ShapeFacts(isIn, isIn ? 0 : off.Length * (1 - (1 / relative)), Math.PI * across * down, null);
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), shape, null);
        }
    }

    private static bool Contains(IEnumerable<Vec[]> rings, Vec point) => rings.Sum(ring => Crossings(ring, point)) % 2 == 1;

    // Edges that a ray to the right crosses; an edge has its upper end and not its lower one, so that a vertex counts once.
    private static int Crossings(Vec[] ring, Vec point)
    {
        var crossings = 0;
        for (int i = 0, before = ring.Length - 1; i < ring.Length; before = i++)
        {
            var (a, b) = (ring[before], ring[i]);
            if (a.Y > point.Y == b.Y > point.Y)
                continue;
            var side = ((b.X - a.X) * (point.Y - a.Y)) - ((point.X - a.X) * (b.Y - a.Y));
            if (side < 0 == b.Y < a.Y)
                crossings++;
        }

        return crossings;
    }

    private static double Distance(Vec[] line, Vec point, bool isClosed)
    {
        if (line.Length == 0)
            return double.PositiveInfinity;
        var least = (point - line[0]).Length;
        for (var i = isClosed ? 0 : 1; i < line.Length; i++)
            least = Math.Min(least, Distance(line[i == 0 ? ^1 : i - 1], line[i], point));
        return least;
    }

    private static double Distance(Vec a, Vec b, Vec point)
    {
        var (along, to) = (b - a, point - a);
        var square = (along.X * along.X) + (along.Y * along.Y);
        var part = square == 0 ? 0 : Math.Clamp(((to.X * along.X) + (to.Y * along.Y)) / square, 0, 1);
        return (to - (along * part)).Length;
    }

    // Rings that do not cross: one that lies in an odd number of others is a hole.
    private static double Area(Vec[][] rings, CancellationToken stop)
    {
        var sum = 0.0;
        for (var i = 0; i < rings.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            var depth = rings.Where((other, j) => j != i && IsWithin(rings[i], other)).Count();
            sum += depth % 2 == 0 ? Area(rings[i]) : -Area(rings[i]);
        }

        return Math.Max(0, sum);
    }

    // A vertex that both rings have says nothing.
    private static bool IsWithin(Vec[] ring, Vec[] other)
    {
        foreach (var vertex in ring)
            if (Distance(other, vertex, isClosed: true) > 0)
                return Crossings(other, vertex) % 2 == 1;
        return false;
    }

    // Half the sum of the cross products of neighbours (Meister 1769).
    private static double Area(Vec[] ring)
    {
        var twice = 0.0;
        for (int i = 0, before = ring.Length - 1; i < ring.Length; before = i++)
            twice += (ring[before].X * ring[i].Y) - (ring[i].X * ring[before].Y);
        return Math.Abs(twice) / 2;
    }

    private Vec[] Place(ImmutableArray<Vec> points) => [.. points.Select(Place)];

    private Vec Place(Vec point) => new((point.X - box.X) * _scaleX, (point.Y - box.Y) * _scaleY);
}
