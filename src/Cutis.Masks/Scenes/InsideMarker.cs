using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>Marks the samples of a grid that lie in a region, by the even-odd rule.</summary>
internal sealed class InsideMarker
{
    // Maximum number of crossings of a row that are kept and sorted; beyond it, only their parity per column is kept.
    private const int MaxKept = 4096;
    private readonly Vec _origin;
    private readonly double _step;
    private readonly int _columns;
    private readonly CancellationToken _stop;

    // For each row: how many edges cross it, where its crossings are stored, and how many are stored.
    private readonly int[] _counts;
    private readonly int[] _starts;
    private readonly int[] _kept;
    private double[] _crossings = [];
    private bool[] _odd = [];
    private int _looked;

    public InsideMarker(Vec origin, double step, int columns, int rows, CancellationToken stop)
    {
        (_origin, _step, _columns, _stop) = (origin, step, columns, stop);
        (_counts, _starts, _kept) = (new int[rows + 1], new int[rows + 1], new int[rows]);
    }

    /// <summary>Sets the samples inside the region to the largest number.</summary>
    public void Mark(Region region, double[] samples)
    {
        // First where the number of crossings changes; then the numbers.
        ForEachEdge(
            region,
            (_, _, first, end) =>
            {
                _counts[first]++;
                _counts[end]--;
            }
        );
        for (var row = 0; row < _kept.Length; row++)
        {
            _starts[row + 1] = _starts[row] + (_counts[row] > MaxKept ? 0 : _counts[row]);
            _counts[row + 1] += _counts[row];
        }

        _crossings = new double[_starts[^1]];
        if (_counts.Any(count => count > MaxKept))
            _odd = new bool[samples.Length];
        ForEachEdge(region, Cross);
        for (var row = 0; row < _kept.Length; row++)
            MarkRow(row, samples.AsSpan(row * _columns, _columns));
    }

    private double Y(int row) => _origin.Y + (row * _step);

    private void ForEachEdge(Region region, Action<Vec, Vec, int, int> act)
    {
        foreach (var ring in region.Rings)
        {
            for (var i = 0; i < ring.Length; i++)
            {
                if ((++_looked & 0xFFF) == 0)
                    _stop.ThrowIfCancellationRequested();
                var (a, b) = (ring[i], ring[i + 1 == ring.Length ? 0 : i + 1]);
                var (first, end) = (FirstRow(Math.Min(a.Y, b.Y)), FirstRow(Math.Max(a.Y, b.Y)));
                if (first < end)
                    act(a, b, first, end);
            }
        }
    }

    // The first row at or below a y.
    private int FirstRow(double y)
    {
        var row = (int)Math.Clamp(Math.Ceiling((y - _origin.Y) / _step), 0, _kept.Length);
        while (row > 0 && Y(row - 1) >= y)
            row--;
        while (row < _kept.Length && Y(row) < y)
            row++;
        return row;
    }

    private void Cross(Vec a, Vec b, int first, int end)
    {
        for (var row = first; row < end; row++)
        {
            var x = a.X + ((Y(row) - a.Y) / (b.Y - a.Y) * (b.X - a.X));
            if (_counts[row] <= MaxKept)
            {
                _crossings[_starts[row] + _kept[row]++] = x;
                continue;
            }

            var column = Math.Max(0, Math.Ceiling((x - _origin.X) / _step));
            if (column < _columns)
                _odd[(row * _columns) + (int)column] ^= true;
        }
    }

    private void MarkRow(int row, Span<double> samples)
    {
        if (_counts[row] > MaxKept)
        {
            var isInside = false;
            for (var column = 0; column < samples.Length; column++)
            {
                isInside ^= _odd[(row * _columns) + column];
                if (isInside)
                    samples[column] = double.MaxValue;
            }

            return;
        }

        var crossings = _crossings.AsSpan(_starts[row], _kept[row]);
        crossings.Sort();
        for (var i = 0; i + 1 < crossings.Length; i += 2)
        {
            var first = Math.Max(0, Math.Ceiling((crossings[i] - _origin.X) / _step));
            var last = Math.Min(_columns - 1, Math.Floor((crossings[i + 1] - _origin.X) / _step));
            if (first <= last)
                samples[(int)first..((int)last + 1)].Fill(double.MaxValue);
        }
    }
}
