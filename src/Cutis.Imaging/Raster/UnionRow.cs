namespace Cutis.Imaging.Raster;

/// <summary>
/// The exact area that the union of some shapes covers of the pixels of one row. A shape is inside where a line from the
/// left has crossed its boundary an odd number of times; the union is where any shape is.
/// </summary>
/// <remarks>
/// The row is cut at every end and crossing of a piece, so that between two cuts the pieces keep their order: a sweep in the
/// manner of Bentley and Ottmann (IEEE Transactions on Computers C-28, 1979), within one row. Where a row is so crowded that
/// this would cost too much, it is cut into even slices instead.
/// </remarks>
internal sealed class UnionRow(int width, int shapes)
{
    private const int MostCuts = 96;
    private const int MostCrossingPieces = 40;
    private const int Slices = 16;
    private const double Thin = 1e-9;
    private readonly bool[] _inside = new bool[shapes];
    private readonly List<double> _cuts = [];
    private readonly List<double> _crossings = [];
    private readonly List<(int Piece, int Next)> _entries = [];
    private readonly int[] _first = new int[MostCuts];
    private Edge[] _active = new Edge[64];
    private double[] _order = new double[64];
    private int _count;

    public AreaRow Area { get; } = new(width);

    /// <summary>Adds the union of these pieces to <see cref="Area"/>.</summary>
    public void Add(ReadOnlySpan<Piece> pieces, int row)
    {
        var exact = FindCuts(pieces);
        if (!exact)
        {
            _cuts.Clear();
            for (var i = 0; i <= Slices; i++) _cuts.Add(row + ((double)i / Slices));
        }

        Distribute(pieces);
        for (var i = 0; i + 1 < _cuts.Count; i++)
            if (_cuts[i + 1] - _cuts[i] > Thin) Slab(pieces, i, exact);
    }

    // Gives each piece to the slabs whose middle it passes: most pieces pass only a few.
    private void Distribute(ReadOnlySpan<Piece> pieces)
    {
        var slabs = _cuts.Count - 1;
        _entries.Clear();
        _first.AsSpan(0, slabs).Fill(-1);
        for (var index = 0; index < pieces.Length; index++)
        {
            ref readonly var piece = ref pieces[index];
            var slab = _cuts.BinarySearch(piece.YA);
            if (slab < 0) slab = Math.Max(0, ~slab - 1);
            for (; slab < slabs; slab++)
            {
                var middle = (_cuts[slab] + _cuts[slab + 1]) / 2;
                if (middle >= piece.YB) break;
                if (middle <= piece.YA) continue;
                _entries.Add((index, _first[slab]));
                _first[slab] = _entries.Count - 1;
            }
        }
    }

    /// <summary>Adds one convex shape, whose pieces know their sides: no order has to be found.</summary>
    public void AddConvex(ReadOnlySpan<Piece> pieces)
    {
        foreach (var piece in pieces) Area.Add(piece.XA, piece.XB, piece.Side * (piece.YB - piece.YA));
    }

    private bool FindCuts(ReadOnlySpan<Piece> pieces)
    {
        _cuts.Clear();
        foreach (var piece in pieces)
        {
            AddCut(piece.YA);
            AddCut(piece.YB);
            if (_cuts.Count > MostCuts) return false;
        }

        _cuts.Sort();
        return true;
    }

    private void AddCut(double y)
    {
        if (!_cuts.Contains(y)) _cuts.Add(y);
    }

    private void Slab(ReadOnlySpan<Piece> pieces, int slab, bool exact)
    {
        var (top, bottom) = (_cuts[slab], _cuts[slab + 1]);
        Collect(pieces, slab, top, bottom);
        if (!exact || InOrder())
        {
            Sweep(bottom - top);
            return;
        }

        if (!FindCrossings(top, bottom))
        {
            var step = (bottom - top) / Slices;
            for (var i = 0; i < Slices; i++) Part(pieces, slab, top + (i * step), top + ((i + 1) * step));
            return;
        }

        var from = top;
        foreach (var y in _crossings)
        {
            if (y - from > Thin) Part(pieces, slab, from, y);
            from = Math.Max(from, y);
        }

        if (bottom - from > Thin) Part(pieces, slab, from, bottom);
    }

    private void Part(ReadOnlySpan<Piece> pieces, int slab, double top, double bottom)
    {
        Collect(pieces, slab, top, bottom);
        Sweep(bottom - top);
    }

    // The pieces of a slab, from left to right between two heights in it.
    private void Collect(ReadOnlySpan<Piece> pieces, int slab, double top, double bottom)
    {
        _count = 0;
        for (var entry = _first[slab]; entry >= 0; entry = _entries[entry].Next)
        {
            ref readonly var piece = ref pieces[_entries[entry].Piece];
            if (_count == _active.Length)
            {
                Array.Resize(ref _active, 2 * _count);
                Array.Resize(ref _order, 2 * _count);
            }

            var edge = new Edge(piece.At(top), piece.At(bottom), piece.Shape);
            _order[_count] = edge.Top + edge.Bottom;
            _active[_count++] = edge;
        }

        if (_count == 2)
        {
            if (_order[0] > _order[1]) (_active[0], _active[1]) = (_active[1], _active[0]);
        }
        else
        {
            Array.Sort(_order, _active, 0, _count);
        }
    }

    private bool InOrder()
    {
        for (var i = 1; i < _count; i++)
            if (_active[i - 1].Top > _active[i].Top + Thin || _active[i - 1].Bottom > _active[i].Bottom + Thin) return false;
        return true;
    }

    private bool FindCrossings(double top, double bottom)
    {
        if (_count > MostCrossingPieces) return false;
        _crossings.Clear();
        for (var i = 0; i < _count; i++)
        {
            for (var j = i + 1; j < _count; j++)
            {
                var (before, after) = (_active[j].Top - _active[i].Top, _active[j].Bottom - _active[i].Bottom);
                if (before * after < 0) _crossings.Add(top + ((bottom - top) * before / (before - after)));
            }
        }

        if (_crossings.Count > MostCuts) return false;
        _crossings.Sort();
        return true;
    }

    private void Sweep(double height)
    {
        var inside = 0;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var edge = ref _active[i];
            ref var within = ref _inside[edge.Shape];
            within = !within;
            if (within && inside++ == 0) Area.Add(edge.Top, edge.Bottom, height);
            else if (!within && --inside == 0) Area.Add(edge.Top, edge.Bottom, -height);
        }

        // An odd edge out, where a neighbour was too thin to be kept, must not reach the next slab.
        if (inside > 0)
        {
            for (var i = 0; i < _count; i++) _inside[_active[i].Shape] = false;
            Area.Add(_active[_count - 1].Top, _active[_count - 1].Bottom, -height);
        }
    }

    private readonly record struct Edge(double Top, double Bottom, int Shape);
}
