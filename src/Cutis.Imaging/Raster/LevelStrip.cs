using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>
/// The union of a level's shapes over a strip. Coverage is an exact area where a pixel lies on the boundary of one shape, and is counted at
/// 1,024 points where it lies on several.
/// </summary>
internal sealed class LevelStrip
{
    /// <summary>Shapes up to this width, in pixels, are summed over their own rows only.</summary>
    public const int Narrow = 48;

    // After this many shapes in a strip, and periodically thereafter, fully covered tiles are searched for.
    private const int Crowd = 1 << 14;
    private const int StopCheckInterval = 1 << 11;
    private readonly StripAreas _areas;
    private readonly MultiEdgePixels _shared;
    private readonly int[] _coverage;
    private readonly Cover[] _tiles;
    private readonly int[] _sums;
    private readonly SmallDisc _disc;
    private int _added;
    private int _nextLook;

    public LevelStrip(StripAreas areas, MultiEdgePixels shared)
    {
        (_areas, _shared) = (areas, shared);
        _coverage = new int[areas.Stride * areas.Rows];
        _tiles = new Cover[areas.Stride >> StripAreas.TileBits];
        _sums = new int[areas.Rows];
        _disc = new SmallDisc(this, areas);
    }

    /// <summary>Coverage of the pixels in units, tile after tile; valid for tiles that are covered in part.</summary>
    public Span<int> Coverage => _coverage;

    /// <summary>Coverage of a pixel.</summary>
    public ref int CoverageAt(int x, int row) => ref _coverage[_areas.At(x >> StripAreas.TileBits, row) + (x & 7)];

    public Span<Cover> Tiles => _tiles;

    /// <summary>The first tile that is covered at all.</summary>
    public int First { get; private set; } = int.MaxValue;

    /// <summary>The tile after the last one that is covered at all.</summary>
    public int End { get; private set; }

    public void Begin()
    {
        (First, End) = (int.MaxValue, 0);
        (_added, _nextLook) = (0, Crowd);
        _shared.Begin();
    }

    /// <summary>Whether a shape cannot add anything, because all its tiles are covered entirely.</summary>
    public bool IsCovered(in ShapeEntry shape)
    {
        var first = shape.Left >> StripAreas.TileBits;
        return _tiles[first] == Cover.Full && _tiles.AsSpan(first, EndTile(shape) - first).IndexOfAnyExcept(Cover.Full) < 0;
    }

    /// <summary>Adds a shape. <paramref name="firstEdge"/> is advanced past edges that end above the strip.</summary>
    public void Add(in ShapeEntry shape, ReadOnlySpan<Edge> edges, ref int firstEdge, int strip)
    {
        if (++_added >= _nextLook)
            FindCovered();
        if (SmallDisc.Is(shape))
        {
            var (first, last) = _disc.Add(shape, strip);
            (First, End) = (Math.Min(First, first), Math.Max(End, last));
            return;
        }

        var top = strip * _areas.Rows << Units.Bits;
        _areas.Begin(shape.Chains);
        if (shape.Disc.IsThere)
            DiscEdges.Add(_areas, shape.Disc, top, shape.Bottom - (strip * _areas.Rows));
        else
            AddEdges(shape, edges, ref firstEdge, top);
        First = Math.Min(First, shape.Left >> StripAreas.TileBits);
        var end = EndTile(shape);
        if (shape.Right - shape.Left <= Narrow)
            SumPixels(shape, strip);
        else
            SumTiles(shape.Left >> StripAreas.TileBits, end);
        End = Math.Max(End, end);
    }

    /// <summary>Extends the range of tiles for coverage that is computed elsewhere.</summary>
    public void Reach(int first, int end) => (First, End) = (Math.Min(First, first), Math.Max(End, end));

    /// <summary>Raises the coverage of a row of a tile to at least <paramref name="own"/>.</summary>
    public void Raise(int tile, int row, Vector256<int> own)
    {
        if (_tiles[tile] == Cover.Full)
            return;
        ref var target = ref CoverageOf(tile, row);
        target = Vector256.Max(target, own);
        _tiles[tile] = Cover.Part;
    }

    // A shape that extends beyond the right side continues outside the picture, so that its edge is coded without ringing.
    private int EndTile(in ShapeEntry shape) =>
        shape.Right - shape.Left > Narrow && shape.Right >= _areas.Width ? _tiles.Length : ((shape.Right - 1) >> StripAreas.TileBits) + 1;

    // Where thousands of shapes overlap, most of them no longer change anything.
    private void FindCovered()
    {
        _nextLook = _added + StopCheckInterval;
        for (var tile = Math.Min(First, End); tile < End; tile++)
        {
            if (_tiles[tile] != Cover.Part)
                continue;
            if (_coverage.AsSpan(_areas.At(tile, 0), _areas.Rows << StripAreas.TileBits).ContainsAnyExcept(Units.One))
                continue;
            Clear(tile);
            _tiles[tile] = Cover.Full;
        }
    }

    private void AddEdges(in ShapeEntry shape, ReadOnlySpan<Edge> edges, ref int firstEdge, int top)
    {
        var bottom = top + (_areas.Rows << Units.Bits);
        while (firstEdge < shape.End && edges[firstEdge].Bottom <= top)
            firstEdge++;
        var shared = shape.Chains > 0 && !IsCrowded(shape, edges, firstEdge, top, bottom) ? _shared : null;
        for (var i = firstEdge; i < shape.End && edges[i].Top < bottom; i++)
        {
            if ((i & 0xFFF) == 0)
                _shared.Stop.ThrowIfCancellationRequested();
            if (edges[i].Bottom > top)
                _areas.Add(edges[i], top, shared);
        }
    }

    // With more edges than this in a strip, pixels on several edges are not counted.
    private static bool IsCrowded(in ShapeEntry shape, ReadOnlySpan<Edge> edges, int firstEdge, int top, int bottom)
    {
        if (shape.End - firstEdge <= SceneLimits.MaxEdgesOfRow)
            return false;
        var count = 0;
        for (var i = firstEdge; i < shape.End && edges[i].Top < bottom; i++)
            if (edges[i].Bottom > top)
                count++;
        return count > SceneLimits.MaxEdgesOfRow;
    }

    private void SumPixels(in ShapeEntry shape, int strip)
    {
        var (first, end) = (Math.Max(0, shape.Top - (strip * _areas.Rows)), Math.Min(_areas.Rows, shape.Bottom - (strip * _areas.Rows)));
        var (firstTile, endTile) = (shape.Left >> StripAreas.TileBits, ((shape.Right - 1) >> StripAreas.TileBits) + 1);
        Array.Clear(_sums);
        for (var tile = firstTile; tile < endTile; tile++)
            SumTile(tile, first, end);
        // The last edge may have left a change in the column after the shape, which must be cleared.
        _areas.Tiles[firstTile..(endTile + 1)].Clear();
        ClearColumn(endTile << StripAreas.TileBits, first, end);
    }

    private void SumTiles(int firstTile, int endTile)
    {
        var marks = _areas.Tiles;
        Array.Clear(_sums);
        for (var tile = firstTile; tile < endTile; )
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
        if (endTile << StripAreas.TileBits < _areas.Stride)
            ClearColumn(endTile << StripAreas.TileBits, 0, _areas.Rows);
    }

    private void ClearColumn(int x, int firstRow, int endRow)
    {
        for (var row = firstRow; row < endRow; row++)
            _areas.Changes[(row * _areas.Stride) + x] = 0;
    }

    private void SumTile(int tile) => SumTile(tile, 0, _areas.Rows);

    private void SumTile(int tile, int firstRow, int endRow)
    {
        var at = (firstRow * _areas.Stride) + (tile << StripAreas.TileBits);
        Debug.Assert(endRow <= _areas.Rows && (tile + 1) << StripAreas.TileBits <= _areas.Stride, "the tile lies within the strip");
        ref var changes = ref MemoryMarshal.GetReference(_areas.Changes);
        for (var row = firstRow; row < endRow; row++, at += _areas.Stride)
        {
            ref var cells = ref Unsafe.As<int, Vector256<int>>(ref Unsafe.Add(ref changes, at));
            // Prefix sum of eight cells in three steps.
            var sums = cells;
            cells = Vector256<int>.Zero;
            sums += Vector256.Shuffle(sums, Vector256.Create(8, 0, 1, 2, 3, 4, 5, 6));
            sums += Vector256.Shuffle(sums, Vector256.Create(8, 8, 0, 1, 2, 3, 4, 5));
            sums += Vector256.Shuffle(sums, Vector256.Create(8, 8, 8, 8, 0, 1, 2, 3));
            sums += Vector256.Create(_sums[row]);
            _sums[row] = sums[7];

            // Even-odd rule: the winding sum is folded with a period of two pixels' area.
            var folded = sums & Vector256.Create((2 * Units.One) - 1);
            var own = Vector256.Min(folded, Vector256.Create(2 * Units.One) - folded);
            Unite(tile, row, own);
        }
    }

    /// <summary>Unites the coverage of eight pixels with that of one more shape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Unite(int tile, int row, Vector256<int> own)
    {
        ref var state = ref _tiles[tile];
        if (own == Vector256<int>.Zero || state == Cover.Full)
            return;
        ref var target = ref CoverageOf(tile, row);
        var before = target;
        target = Vector256.Max(before, own);
        state = Cover.Part;
        // The area of a union does not follow from the areas of two shapes, so that such pixels are counted.
        var both = IsPart(before) & IsPart(own);
        if (both != Vector256<int>.Zero)
            Share((row * _areas.Stride) + (tile << StripAreas.TileBits), both.ExtractMostSignificantBits());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Vector256<int> CoverageOf(int tile, int row)
    {
        var at = _areas.At(tile, row);
        Debug.Assert(at >= 0 && at + Vector256<int>.Count <= _coverage.Length, "the row lies within the strip");
        return ref Unsafe.As<int, Vector256<int>>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_coverage), at));
    }

    private static Vector256<int> IsPart(Vector256<int> coverage) =>
        Vector256.GreaterThan(coverage, Vector256<int>.Zero) & Vector256.LessThan(coverage, Vector256.Create(Units.One));

    private void Share(int cell, uint lanes)
    {
        for (; lanes != 0; lanes &= lanes - 1)
            _shared.Add(cell + BitOperations.TrailingZeroCount(lanes));
    }

    // Tiles without an edge continue the coverage to their left.
    private void FillTiles(int tile, int end)
    {
        var all = Inside(_sums[0]);
        foreach (var sum in _sums)
        {
            if (Inside(sum) == all)
                continue;
            for (; tile < end; tile++)
                SumTile(tile);
            return;
        }

        if (all == 0)
            return;
        if (all == Units.One)
            FillFull(tile, end);
        else
            for (; tile < end; tile++)
                SumTile(tile);
    }

    private void FillFull(int tile, int end)
    {
        for (; tile < end; tile++)
        {
            if (_tiles[tile] == Cover.Part)
                Clear(tile);
            _tiles[tile] = Cover.Full;
        }
    }

    private void Clear(int tile) => _coverage.AsSpan(_areas.At(tile, 0), _areas.Rows << StripAreas.TileBits).Clear();

    // Even-odd rule: the winding sum is folded with a period of two pixels' area.
    private static int Inside(int sum)
    {
        var folded = sum & ((2 * Units.One) - 1);
        return folded > Units.One ? (2 * Units.One) - folded : folded;
    }
}
