using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>The distance from the points of a grid to the boundary of a region; 0 outside it.</summary>
/// <remarks>
/// The exact Euclidean distance transform of Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions" (Theory of Computing
/// 8, 2012): D(p) = min over q of (p − q)² + f(q), as a lower envelope of parabolas along rows and then columns, on at most 512 × 512
/// samples.
/// </remarks>
internal sealed class DistanceGrid
{
    private const int MaxSamples = 512;
    private readonly CancellationToken _stop;
    private readonly double _spacing;
    private readonly double _deepest;
    private readonly Vec _origin;
    private readonly double _step;
    private readonly int _columns;
    private readonly int _rows;
    private readonly double[] _distance = [];
    private int[] _vertices = [];
    private double[] _borders = [];

    /// <param name="region">The region.</param>
    /// <param name="spacing">Distance between two lines.</param>
    /// <param name="window">The picture and its surroundings; boundaries further out are ignored.</param>
    /// <param name="stop">Cancels the work.</param>
    public DistanceGrid(Region region, double spacing, Window window, CancellationToken stop)
    {
        (_spacing, _stop) = (spacing, stop);
        if (BoxOf(region) is not { } box)
            return;
        var (left, right, top, bottom) = (box.Left, box.Right, box.Top, box.Bottom);
        var isCut = window.IsCut(box);
        if (isCut)
        {
            var near = window.Inner;
            (left, right) = (Math.Max(left, near.Left), Math.Min(right, near.Right));
            (top, bottom) = (Math.Max(top, near.Top), Math.Min(bottom, near.Bottom));
            if (!(left < right && top < bottom))
                return;
        }

        var size = Math.Max(right - left, bottom - top);
        _step = Math.Max(Math.Min(0.5, spacing / 8), size / (MaxSamples - 4));
        // No point is further from the boundary than half of the shorter side.
        if (!isCut && (Math.Min(right - left, bottom - top) / 2) + (2 * _step) < spacing)
            return;
        _origin = new Vec(left - (1.5 * _step), top - (1.5 * _step));
        _columns = (int)((right - left) / _step) + 4;
        _rows = (int)((bottom - top) / _step) + 4;
        _distance = new double[_columns * _rows];
        new InsideMarker(_origin, _step, _columns, _rows, stop).Mark(region, _distance);
        // Without a sample outside the region there is no boundary for a line to follow.
        if (!_distance.AsSpan().Contains(0))
            return;
        Transform();
        // At a greater depth, a boundary outside the examined area may be the nearest one.
        _deepest = isCut ? Math.Min(_distance.Max(), window.Depth) : _distance.Max();
    }

    /// <summary>Samples that are visited to fill the grid and to follow its lines.</summary>
    public long Work => _distance.Length * (2 + (long)(_deepest / _spacing));

    /// <summary>Lines at one, two, three, … times the spacing from the boundary, from the outside in.</summary>
    public IEnumerable<ImmutableArray<Vec>> Contours()
    {
        for (var at = _spacing; at < _deepest; at += _spacing)
        {
            foreach (var line in MarchingSquares.Trace(_distance, _columns, _rows, at, _stop))
                yield return [.. Polylines.Simplified(line, 0.25, _stop).Select(p => _origin + (p * _step))];
        }
    }

    private static Bounds? BoxOf(Region region)
    {
        var (left, right, top, bottom) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        foreach (var ring in region.Rings)
        {
            foreach (var p in ring)
            {
                (left, right) = (Math.Min(left, p.X), Math.Max(right, p.X));
                (top, bottom) = (Math.Min(top, p.Y), Math.Max(bottom, p.Y));
            }
        }

        return left > right ? null : new Bounds(left, top, right, bottom);
    }

    private void Transform()
    {
        var line = new double[Math.Max(_columns, _rows)];
        (_vertices, _borders) = (new int[line.Length], new double[line.Length + 1]);
        for (var x = 0; x < _columns; x++)
            Pass(line.AsSpan(0, _rows), x, _columns);
        for (var y = 0; y < _rows; y++)
            Pass(line.AsSpan(0, _columns), y * _columns, 1);
        // On average, samples lie half a step from the true boundary.
        for (var i = 0; i < _distance.Length; i++)
            _distance[i] = _distance[i] > 0 ? (Math.Sqrt(_distance[i]) - 0.5) * _step : 0;
    }

    // The lower envelope of parabolas along one row or column.
    private void Pass(Span<double> line, int start, int stride)
    {
        _stop.ThrowIfCancellationRequested();
        var n = line.Length;
        for (var i = 0; i < n; i++)
            line[i] = _distance[start + (i * stride)];
        var (vertex, border) = (_vertices, _borders);
        var k = -1;
        for (var q = 0; q < n; q++)
        {
            if (line[q] == double.MaxValue)
                continue;
            var s = double.NegativeInfinity;
            while (k >= 0)
            {
                var v = vertex[k];
                s = (line[q] + ((double)q * q) - (line[v] + ((double)v * v))) / (2.0 * (q - v));
                if (s > border[k])
                    break;
                k--;
                s = double.NegativeInfinity;
            }

            vertex[++k] = q;
            border[k] = s;
            border[k + 1] = double.PositiveInfinity;
        }

        if (k < 0)
            return;
        var parabola = 0;
        for (var q = 0; q < n; q++)
        {
            while (border[parabola + 1] < q)
                parabola++;
            double d = q - vertex[parabola];
            _distance[start + (q * stride)] = (d * d) + line[vertex[parabola]];
        }
    }
}
