namespace Cutis.Imaging.Raster;

/// <summary>Shapes that are drawn together: their pixels, and their pieces from First up to, but not with, Last.</summary>
internal readonly record struct PieceGroup(int From, int To, int First, int Last, int Shapes);

/// <summary>Sorts the pieces of a row into groups of shapes that share pixels, directly or through others.</summary>
internal sealed class PieceGroups(int shapes)
{
    private readonly Extent[] _extents = new Extent[shapes];
    private Comparison<int>? _byLeft;
    private readonly int[] _place = new int[shapes];
    private readonly List<int> _present = [];
    private readonly List<PieceGroup> _groups = [];
    private Piece[] _sorted = new Piece[64];

    /// <summary>Reorders the pieces so that those of a group, and within it those of a shape, follow one another.</summary>
    /// <returns>The groups from left to right.</returns>
    public List<PieceGroup> Find(Span<Piece> pieces)
    {
        Measure(pieces);
        _present.Sort(_byLeft ??= (a, b) => _extents[a].Left.CompareTo(_extents[b].Left) is var c and not 0 ? c : a.CompareTo(b));
        _groups.Clear();
        var count = 0;
        foreach (var shape in _present)
        {
            ref readonly var extent = ref _extents[shape];
            if (_groups.Count == 0 || extent.From >= _groups[^1].To)
                _groups.Add(new PieceGroup(extent.From, extent.To, count, count, 0));
            var last = _groups[^1];
            _place[shape] = count;
            count += extent.Count;
            _groups[^1] = last with { To = Math.Max(last.To, extent.To), Last = count, Shapes = last.Shapes + 1 };
        }

        Reorder(pieces);
        foreach (var shape in _present) _extents[shape] = default;
        return _groups;
    }

    private void Reorder(Span<Piece> pieces)
    {
        if (_present.Count < 2) return;
        if (_sorted.Length < pieces.Length) _sorted = new Piece[2 * pieces.Length];
        foreach (ref readonly var piece in pieces) _sorted[_place[piece.Shape]++] = piece;
        _sorted.AsSpan(0, pieces.Length).CopyTo(pieces);
    }

    private void Measure(ReadOnlySpan<Piece> pieces)
    {
        _present.Clear();
        foreach (var piece in pieces)
        {
            ref var extent = ref _extents[piece.Shape];
            if (extent.Count == 0)
            {
                extent = new Extent { Left = piece.Left, Right = piece.Right };
                _present.Add(piece.Shape);
            }

            extent.Left = Math.Min(extent.Left, piece.Left);
            extent.Right = Math.Max(extent.Right, piece.Right);
            extent.Count++;
        }
    }

    /// <summary>How far a shape reaches in this row.</summary>
    private struct Extent
    {
        public double Left;
        public double Right;
        public int Count;

        // Coordinates are within ±1e9, so whole numbers of them fit.
        public readonly int From => (int)Math.Floor(Left);

        public readonly int To => (int)Math.Ceiling(Right);
    }
}
