namespace Cutis.Imaging.Raster;

/// <summary>What a level covers of a tile.</summary>
internal enum Cover : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Each pixel to a part of its own.</summary>
    Part,

    /// <summary>All of it.</summary>
    Full,
}

/// <summary>The union of a level's shapes over a strip: exact areas where a pixel is on the edge of one shape, 1,024 points where of several.</summary>
internal sealed class LevelStrip
{
    // Shapes so narrow are summed pixel by pixel, wider ones tile by tile.
    private const int Narrow = 48;
    private readonly StripAreas _areas;
    private readonly SharedPixels _shared;
    private readonly int[] _coverage;
    private readonly Cover[] _tiles;
    private readonly int[] _sums;

    public LevelStrip(StripAreas areas, SharedPixels shared)
    {
        (_areas, _shared) = (areas, shared);
        _coverage = new int[areas.Stride * areas.Rows];
        _tiles = new Cover[areas.Stride >> StripAreas.TileBits];
        _sums = new int[areas.Rows];
    }

    /// <summary>Coverage of the pixels, in units: row × stride + column; holds for tiles that are covered in part.</summary>
    public Span<int> Coverage => _coverage;

    public Span<Cover> Tiles => _tiles;

    /// <summary>First tile that is covered.</summary>
    public int First { get; private set; } = int.MaxValue;

    /// <summary>Tile after the last one that is covered.</summary>
    public int End { get; private set; }

    public void Begin()
    {
        (First, End) = (int.MaxValue, 0);
        _shared.Begin();
    }

    /// <summary>Adds a shape; <paramref name="firstEdge"/> is moved on past edges that end above the strip.</summary>
    public void Add(in ShapeEntry shape, ReadOnlySpan<Edge> edges, ref int firstEdge, int strip)
    {
        var top = strip * _areas.Rows << Units.Bits;
        _areas.Begin(shape.Chains);
        if (shape.Disc is { } disc) AddDisc(disc, top);
        else AddEdges(shape, edges, ref firstEdge, top);
        First = Math.Min(First, shape.Left >> StripAreas.TileBits);
        if (shape.Right - shape.Left <= Narrow)
        {
            SumPixels(shape, strip);
            End = Math.Max(End, ((shape.Right - 1) >> StripAreas.TileBits) + 1);
        }
        else
        {
            // What is open at the right goes on beyond the picture, so that its edge is coded without ringing.
            var end = shape.Right >= _areas.Width ? _tiles.Length : ((shape.Right - 1) >> StripAreas.TileBits) + 1;
            SumTiles(shape.Left >> StripAreas.TileBits, end);
            End = Math.Max(End, end);
        }
    }

    private void AddEdges(in ShapeEntry shape, ReadOnlySpan<Edge> edges, ref int firstEdge, int top)
    {
        var bottom = top + (_areas.Rows << Units.Bits);
        var shared = shape.Chains > 0 ? _shared.Cells : null;
        while (firstEdge < shape.End && edges[firstEdge].Bottom <= top) firstEdge++;
        for (var i = firstEdge; i < shape.End && edges[i].Top < bottom; i++)
            if (edges[i].Bottom > top) _areas.Add(edges[i], top, shared);
    }

    private void AddDisc(in Masks.Disc disc, int top)
    {
        var (xs, ys) = UnitCircle.RightHalf(Math.Max(disc.RadiusX, disc.RadiusY));
        var (cx, cy) = (disc.Centre.X, disc.Centre.Y);
        var bottom = top + (_areas.Rows << Units.Bits);
        var first = Array.BinarySearch(ys, (((double)top / Units.One) - cy) / disc.RadiusY);
        var i = first < 0 ? Math.Max(0, ~first - 1) : first;
        var y = Math.Max(Units.Of(cy + (ys[i] * disc.RadiusY)), 0);
        for (; i + 1 < ys.Length && y < bottom; i++)
        {
            var next = Units.Of(cy + (ys[i + 1] * disc.RadiusY));
            if (next <= y) continue;
            var (xa, xb) = (xs[i] * disc.RadiusX, xs[i + 1] * disc.RadiusX);
            var slope = (xb - xa) / (next - Units.Of(cy + (ys[i] * disc.RadiusY)));
            var x = xb - (slope * (next - y));
            if (next > top)
            {
                _areas.Add(new Edge(cx - x, -slope, y, next, 1), top, null);
                _areas.Add(new Edge(cx + x, slope, y, next, -1), top, null);
            }

            y = next;
        }
    }

    private void SumPixels(in ShapeEntry shape, int strip)
    {
        var (from, to) = (shape.Left, shape.Right);
        var (first, end) = (Math.Max(0, shape.Top - (strip * _areas.Rows)), Math.Min(_areas.Rows, shape.Bottom - (strip * _areas.Rows)));
        var (firstTile, lastTile) = (from >> StripAreas.TileBits, (to - 1) >> StripAreas.TileBits);
        // The last edge may have left a change in the column after, which is nobody's.
        _areas.Tiles[firstTile..(lastTile + 2)].Clear();
        var (least, most) = (Narrow, -1);
        for (var row = first; row < end; row++)
        {
            var changes = _areas.Changes.Slice((row * _areas.Stride) + from, to - from + 1);
            var sum = 0;
            for (var i = 0; i < changes.Length - 1; i++)
            {
                sum += changes[i];
                if (sum == 0) continue;
                Meet((row * _areas.Stride) + from + i, Inside(sum));
                (least, most) = (Math.Min(least, i), Math.Max(most, i));
            }

            changes.Clear();
        }

        for (var tile = (from + least) >> StripAreas.TileBits; tile <= (from + most) >> StripAreas.TileBits; tile++)
        {
            if (_tiles[tile] == Cover.None) _tiles[tile] = Cover.Part;
            else if (_tiles[tile] == Cover.Full) Clear(tile);
        }
    }

    private void SumTiles(int firstTile, int endTile)
    {
        var marks = _areas.Tiles;
        Array.Clear(_sums);
        for (var tile = firstTile; tile < endTile;)
        {
            if (marks[tile])
            {
                marks[tile] = false;
                SumTile(tile++);
                continue;
            }

            var same = marks[tile..endTile].IndexOf(true);
            var until = same < 0 ? endTile : tile + same;
            FillTiles(tile, until);
            tile = until;
        }

        marks[endTile] = false;
        if (endTile << StripAreas.TileBits < _areas.Stride) ClearColumn(endTile << StripAreas.TileBits);
    }

    private void ClearColumn(int x)
    {
        for (var row = 0; row < _areas.Rows; row++) _areas.Changes[(row * _areas.Stride) + x] = 0;
    }

    private void SumTile(int tile)
    {
        const int width = 1 << StripAreas.TileBits;
        for (var row = 0; row < _areas.Rows; row++)
        {
            var at = (row * _areas.Stride) + (tile * width);
            var changes = _areas.Changes.Slice(at, width);
            ref var sum = ref _sums[row];
            for (var i = 0; i < width; i++)
            {
                sum += changes[i];
                if (sum != 0 && _tiles[tile] != Cover.Full) Meet(at + i, Inside(sum));
            }

            changes.Clear();
        }

        if (_tiles[tile] == Cover.None) _tiles[tile] = Cover.Part;
    }

    // Tiles without an edge go on as the pixels to their left.
    private void FillTiles(int tile, int end)
    {
        var all = Inside(_sums[0]);
        foreach (var sum in _sums)
        {
            if (Inside(sum) == all) continue;
            for (; tile < end; tile++) SumTile(tile);
            return;
        }

        if (all == 0) return;
        if (all == Units.One) FillFull(tile, end);
        else for (; tile < end; tile++) SumTile(tile);
    }

    private void FillFull(int tile, int end)
    {
        for (; tile < end; tile++)
        {
            if (_tiles[tile] == Cover.Part) Clear(tile);
            _tiles[tile] = Cover.Full;
        }
    }

    private void Clear(int tile)
    {
        for (var row = 0; row < _areas.Rows; row++) _coverage.AsSpan((row * _areas.Stride) + (tile << StripAreas.TileBits), 1 << StripAreas.TileBits).Clear();
    }

    // Even-odd: the sum of signed areas, folded at every whole pixel.
    private static int Inside(int sum)
    {
        var folded = sum & ((2 * Units.One) - 1);
        return folded > Units.One ? (2 * Units.One) - folded : folded;
    }

    private void Meet(int cell, int coverage)
    {
        ref var before = ref _coverage[cell];
        // Which part two shapes have in common does not follow from how much each covers.
        if (before is > 0 and < Units.One && coverage is > 0 and < Units.One) _shared.Cells.Add(cell);
        before = Math.Max(before, coverage);
    }
}
