using System.Collections.Immutable;

namespace Cutis.Masks;

/// <summary>The distance of the points of a grid to the edge of a region; 0 outside of it.</summary>
/// <remarks>
/// The exact Euclidean distance transform of Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions"
/// (Theory of Computing 8, 2012), on at most 512 × 512 samples.
/// </remarks>
internal sealed class DistanceGrid
{
    private const int MostSamples = 512;

    // Within a picture there is room for 62; shapes that reach far beyond it get lines further apart.
    private const int MaxLines = 512;
    private readonly Vec _origin;
    private readonly double _step;
    private readonly int _columns;
    private readonly int _rows;
    private readonly double[] _distance;

    public DistanceGrid(Region region, double spacing)
    {
        var points = region.Rings.SelectMany(ring => ring).ToArray();
        if (points.Length == 0)
        {
            (_step, _distance) = (1, []);
            return;
        }

        var (left, right) = (points.Min(p => p.X), points.Max(p => p.X));
        var (top, bottom) = (points.Min(p => p.Y), points.Max(p => p.Y));
        var size = Math.Max(right - left, bottom - top);
        _step = Math.Max(Math.Min(0.5, spacing / 8), size / (MostSamples - 4));
        _origin = new Vec(left - (1.5 * _step), top - (1.5 * _step));
        _columns = (int)((right - left) / _step) + 4;
        _rows = (int)((bottom - top) / _step) + 4;
        _distance = new double[_columns * _rows];
        MarkInside(region);
        Transform();
    }

    /// <summary>Lines at one, two, three, … times <paramref name="spacing"/> from the edge, from the outside in.</summary>
    public IEnumerable<ImmutableArray<Vec>> Contours(double spacing, CancellationToken stop = default)
    {
        var deepest = _distance.Length == 0 ? 0 : _distance.Max();
        // A shape far larger than the picture has no more lines than these, however small the spacing is beside it.
        if (deepest > spacing * MaxLines) spacing = deepest / MaxLines;
        for (var at = spacing; at < deepest; at += spacing)
        {
            stop.ThrowIfCancellationRequested();
            foreach (var line in MarchingSquares.Trace(_distance, _columns, _rows, at))
                yield return [.. Polylines.Simplified(line, 0.25).Select(p => _origin + (p * _step))];
        }
    }

    // Even-odd at the samples, row by row.
    private void MarkInside(Region region)
    {
        var crossings = new List<double>();
        for (var row = 0; row < _rows; row++)
        {
            var y = _origin.Y + (row * _step);
            crossings.Clear();
            foreach (var ring in region.Rings)
            {
                for (var i = 0; i < ring.Length; i++)
                {
                    var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
                    if (a.Y <= y != b.Y <= y) crossings.Add(a.X + ((y - a.Y) / (b.Y - a.Y) * (b.X - a.X)));
                }
            }

            crossings.Sort();
            for (var i = 0; i + 1 < crossings.Count; i += 2)
            {
                var first = Math.Max(0, (int)Math.Ceiling((crossings[i] - _origin.X) / _step));
                var last = Math.Min(_columns - 1, (int)Math.Floor((crossings[i + 1] - _origin.X) / _step));
                for (var column = first; column <= last; column++) _distance[(row * _columns) + column] = double.MaxValue;
            }
        }
    }

    private void Transform()
    {
        var line = new double[Math.Max(_columns, _rows)];
        for (var x = 0; x < _columns; x++) Pass(line.AsSpan(0, _rows), x, _columns);
        for (var y = 0; y < _rows; y++) Pass(line.AsSpan(0, _columns), y * _columns, 1);
        // Samples stand half a step from the true edge on average.
        for (var i = 0; i < _distance.Length; i++)
            _distance[i] = _distance[i] > 0 ? (Math.Sqrt(_distance[i]) - 0.5) * _step : 0;
    }

    // The lower envelope of parabolas along one row or column.
    private void Pass(Span<double> line, int start, int stride)
    {
        var n = line.Length;
        for (var i = 0; i < n; i++) line[i] = _distance[start + (i * stride)];
        var vertex = new int[n];
        var border = new double[n + 1];
        var k = -1;
        for (var q = 0; q < n; q++)
        {
            if (line[q] == double.MaxValue) continue;
            var s = double.NegativeInfinity;
            while (k >= 0)
            {
                var v = vertex[k];
                s = (line[q] + ((double)q * q) - (line[v] + ((double)v * v))) / (2.0 * (q - v));
                if (s > border[k]) break;
                k--;
                s = double.NegativeInfinity;
            }

            vertex[++k] = q;
            border[k] = s;
            border[k + 1] = double.PositiveInfinity;
        }

        if (k < 0) return;
        var parabola = 0;
        for (var q = 0; q < n; q++)
        {
            while (border[parabola + 1] < q) parabola++;
            double d = q - vertex[parabola];
            _distance[start + (q * stride)] = (d * d) + line[vertex[parabola]];
        }
    }
}
