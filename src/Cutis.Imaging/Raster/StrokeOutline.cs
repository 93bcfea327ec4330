using System.Runtime.InteropServices;
using Cutis.Masks.Geometry;

namespace Cutis.Imaging.Raster;

/// <summary>Converts a polyline with round caps and joins into rings that do not intersect themselves.</summary>
/// <remarks>
/// As long as every segment is within a right angle of the first one and no inner corner is longer than its segments, the two sides of the
/// line and its caps form one simple ring. Otherwise the line is split, and the next ring begins with a round cap of its own.
/// </remarks>
internal sealed class StrokeOutline
{
    // Maximum deviation of the polygon from an arc, in pixels.
    private const double MaxSagitta = 1 / 256.0;
    private const double MinAlong = 0.1;
    private readonly List<Vec> _left = [];
    private readonly List<Vec> _right = [];
    private readonly List<Vec> _ring = [];
    private readonly double _half;

    private StrokeOutline(double half) => _half = half;

    /// <summary>Receives a ring; returns whether more are wanted.</summary>
    public delegate bool TakeRing(ReadOnlySpan<Vec> ring);

    /// <summary>Traces the rings of a polyline; a single point has none.</summary>
    /// <param name="points">The polyline.</param>
    /// <param name="width">Its width.</param>
    /// <param name="maxPoints">Maximum number of points of a ring; tracing stops with false beyond it.</param>
    /// <param name="ring">Receives the rings.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <returns>False when a ring is too long or no more rings were wanted.</returns>
    public static bool Trace(ReadOnlySpan<Vec> points, double width, int maxPoints, TakeRing ring, CancellationToken stop) =>
        new StrokeOutline(width / 2).Trace(points, maxPoints, ring, stop);

    private bool Trace(ReadOnlySpan<Vec> points, int maxPoints, TakeRing ring, CancellationToken stop)
    {
        Vec first = default,
            along = default;
        // How much the corner at a segment's beginning has taken from its two sides, and its length.
        var (takenLeft, takenRight, lengthBefore) = (0.0, 0.0, 0.0);
        var started = false;
        var last = 0;
        for (var next = 1; next < points.Length; next++)
        {
            if ((next & 0x3FF) == 0)
                stop.ThrowIfCancellationRequested();
            if (_left.Count + _right.Count > maxPoints)
                return false;
            var (a, b) = (EdgeBuilder.Clamp(points[last]), EdgeBuilder.Clamp(points[next]));
            var length = (b - a).Length;
            if (length < 1e-9)
                continue;
            var to = (b - a) * (1 / length);
            if (!started)
            {
                Begin(a, to);
                (first, started) = (to, true);
            }
            else if (Dot(to, first) > MinAlong && Turn(a, along, to, lengthBefore, length, ref takenLeft, ref takenRight))
            {
                // The corner fits both sides.
            }
            else
            {
                if (!End(a, along, ring))
                    return false;
                Begin(a, to);
                (first, takenLeft, takenRight) = (to, 0, 0);
            }

            (along, last, lengthBefore) = (to, next, length);
        }

        return !started || End(EdgeBuilder.Clamp(points[last]), along, ring);
    }

    private bool Turn(Vec at, Vec from, Vec to, double lengthBefore, double lengthAfter, ref double takenLeft, ref double takenRight)
    {
        var (cosine, sine) = (Dot(from, to), Cross(from, to));
        if (cosine < MinAlong)
            return false;
        var corner = _half * Math.Abs(sine) / (1 + cosine);
        ref var inner = ref sine > 0 ? ref takenRight : ref takenLeft;
        if (corner + inner > lengthBefore || corner > lengthAfter)
            return false;
        (takenLeft, takenRight) = sine > 0 ? (0.0, corner) : (corner, 0.0);

        // The sides of both segments meet on the bisector of the angle between them.
        var middle = (Left(from) + Left(to)) * (1 / (1 + cosine));
        var (innerSide, outerSide, sign) = sine > 0 ? (_right, _left, 1) : (_left, _right, -1);
        innerSide.Add(at + (middle * (-sign * _half)));
        if (_half * (middle.Length - 1) <= MaxSagitta)
            outerSide.Add(at + (middle * (sign * _half)));
        else
        {
            var (u, v) = (Left(from) * sign, Left(to) * sign);
            outerSide.Add(at + (u * _half));
            Arc(at, u, v, outerSide);
            outerSide.Add(at + (v * _half));
        }

        return true;
    }

    private void Begin(Vec at, Vec along)
    {
        _left.Clear();
        _right.Clear();
        var side = Left(along);
        // The round cap: from the right side around the end to the left side.
        _left.Add(at - (side * _half));
        Arc(at, side * -1, along * -1, _left);
        _left.Add(at - (along * _half));
        Arc(at, along * -1, side, _left);
        _left.Add(at + (side * _half));
    }

    private bool End(Vec at, Vec along, TakeRing ring)
    {
        var side = Left(along);
        _ring.Clear();
        _ring.AddRange(_left);
        _ring.Add(at + (side * _half));
        Arc(at, side, along, _ring);
        _ring.Add(at + (along * _half));
        Arc(at, along, side * -1, _ring);
        _ring.Add(at - (side * _half));
        for (var i = _right.Count - 1; i >= 0; i--)
            _ring.Add(_right[i]);
        return ring(CollectionsMarshal.AsSpan(_ring));
    }

    // Points between two directions by repeated bisection: square roots are exactly rounded and the same on every machine.
    private void Arc(Vec centre, Vec u, Vec v, List<Vec> to)
    {
        var sum = u + v;
        var length = sum.Length;
        if (_half * (1 - (length / 2)) <= MaxSagitta || length < 1e-6)
            return;
        var middle = sum * (1 / length);
        Arc(centre, u, middle, to);
        to.Add(centre + (middle * _half));
        Arc(centre, middle, v, to);
    }

    private static Vec Left(Vec d) => new(d.Y, -d.X);

    private static double Dot(Vec a, Vec b) => (a.X * b.X) + (a.Y * b.Y);

    private static double Cross(Vec a, Vec b) => (a.X * b.Y) - (a.Y * b.X);
}
