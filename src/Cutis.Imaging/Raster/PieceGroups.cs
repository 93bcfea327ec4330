namespace Cutis.Imaging.Raster;

/// <summary>Sorts the pieces of a row into groups of shapes that share pixels, directly or through others.</summary>
internal sealed class PieceGroups(int shapes)
{
    private readonly Extent[] _extents = new Extent[shapes];
    private readonly int[] _groupOf = new int[shapes];
    private readonly List<int> _present = [];
    private readonly List<(int From, int To, int First, int Last)> _groups = [];

    /// <summary>Reorders the pieces so that those of a group follow one another.</summary>
    /// <returns>From left to right: the group's pixels, and its pieces from First up to, but not with, Last.</returns>
    public List<(int From, int To, int First, int Last)> Find(Span<Piece> pieces)
    {
        Measure(pieces);
        _present.Sort((a, b) => _extents[a].Left.CompareTo(_extents[b].Left) is var c and not 0 ? c : a.CompareTo(b));
        _groups.Clear();
        var count = 0;
        foreach (var shape in _present)
        {
            ref readonly var extent = ref _extents[shape];
            if (_groups.Count == 0 || extent.From >= _groups[^1].To)
                _groups.Add((extent.From, extent.To, count, count));
            var last = _groups[^1];
            count += extent.Count;
            _groups[^1] = (last.From, Math.Max(last.To, extent.To), last.First, count);
            _groupOf[shape] = _groups.Count;
        }

        if (_groups.Count > 1)
        {
            var groupOf = _groupOf;
            pieces.Sort((a, b) => groupOf[a.Shape].CompareTo(groupOf[b.Shape]));
        }

        foreach (var shape in _present) _extents[shape] = default;
        return _groups;
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
