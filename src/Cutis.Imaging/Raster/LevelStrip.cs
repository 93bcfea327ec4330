using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    // Shapes so narrow are summed over their own rows only.
    private const int Narrow = 48;
    // Pixels: of smaller discs the two ends are much of the area, and eight lines a row say too little of them.
    private const double Tiny = 2;
    // Gauss and Legendre's eight points of the unit interval, and their weights.
    private static readonly Vector256<float> Lines =
        Vector256.Create(.01985507f, .10166676f, .23723380f, .40828268f, .59171732f, .76276620f, .89833324f, .98014493f);

    private static readonly Vector256<float> LineWeights =
        Vector256.Create(.05061427f, .11119052f, .15685332f, .18134189f, .18134189f, .15685332f, .11119052f, .05061427f);

    private readonly StripAreas _areas;
    private readonly SharedPixels _shared;
    private readonly int[] _coverage;
    private readonly Cover[] _tiles;
    private readonly int[] _sums;

    // Of a disc, per row: half the length of each of its lines, weighted, and how much of the row's height they stand for.
    private readonly float[] _halves;
    private readonly float[] _heights;

    public LevelStrip(StripAreas areas, SharedPixels shared)
    {
        (_areas, _shared) = (areas, shared);
        _coverage = new int[areas.Stride * areas.Rows];
        _tiles = new Cover[areas.Stride >> StripAreas.TileBits];
        _sums = new int[areas.Rows];
        _halves = new float[8 * areas.Rows];
        _heights = new float[areas.Rows];
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
        if (shape.Disc is { } small && shape.Right - shape.Left <= Narrow && Math.Min(small.RadiusX, small.RadiusY) >= Tiny)
        {
            AddSmallDisc(shape, small, strip);
            return;
        }

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

    // On eight lines a row, weighted so that even its ends are exact, how much of each pixel lies between the two sides of the disc. Left of an
    // x, that is how much of x lies within half the line's length of the centre, and so a sum of least values.
    private void AddSmallDisc(in ShapeEntry shape, in Masks.Disc disc, int strip)
    {
        var top = strip * _areas.Rows;
        var (first, end) = (Math.Max(0, shape.Top - top), Math.Min(_areas.Rows, shape.Bottom - top));
        // Closer than the shape's own columns, which leave room for roundings that there are none of here.
        var (left, right) = (Math.Max(shape.Left, (int)(disc.Centre.X - disc.RadiusX)), Math.Min(shape.Right, (int)Math.Ceiling(disc.Centre.X + disc.RadiusX)));
        if (left >= right) return;
        var (firstTile, endTile) = (left >> StripAreas.TileBits, ((right - 1) >> StripAreas.TileBits) + 1);
        (First, End) = (Math.Min(First, firstTile), Math.Max(End, endTile));
        for (var row = first; row < end; row++)
        {
            // Of the first and last row, the lines are where the disc is.
            var (from, to) = (Math.Max(top + row, disc.Centre.Y - disc.RadiusY), Math.Min(top + row + 1, disc.Centre.Y + disc.RadiusY));
            var dy = Vector256.Create((float)((from - disc.Centre.Y) / disc.RadiusY)) + (Lines * (float)((to - from) / disc.RadiusY));
            var half = Vector256.Sqrt(Vector256.Max(Vector256<float>.One - (dy * dy), Vector256<float>.Zero)) * (float)disc.RadiusX;
            (half * LineWeights).CopyTo(_halves, 8 * row);
            _heights[row] = (float)(Math.Max(0, to - from) * Units.One);
        }

        for (var tile = firstTile; tile < endTile; tile++)
        {
            var near = Vector256.Create(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f) - Vector256.Create((float)(disc.Centre.X - (tile << StripAreas.TileBits)));
            var far = near + Vector256<float>.One;
            var (l, r) = (Vector256.Abs(near), Vector256.Abs(far));
            var (l0, l1, l2, l3) = (l * LineWeights[0], l * LineWeights[1], l * LineWeights[2], l * LineWeights[3]);
            var (r0, r1, r2, r3) = (r * LineWeights[0], r * LineWeights[1], r * LineWeights[2], r * LineWeights[3]);
            for (var row = first; row < end; row++)
            {
                var halves = _halves.AsSpan(8 * row, 8);
                var sum = Vector256.CopySign(Within(r0, r1, r2, r3, halves), far) - Vector256.CopySign(Within(l0, l1, l2, l3, halves), near);
                Meet(tile, (row * _areas.Stride) + (tile << StripAreas.TileBits), Vector256.ConvertToInt32((sum * _heights[row]) + Vector256.Create(.5f)));
            }
        }
    }

    // The weights are the same from both ends.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Within(Vector256<float> x0, Vector256<float> x1, Vector256<float> x2, Vector256<float> x3, ReadOnlySpan<float> halves) =>
        ((Vector256.Min(x0, Vector256.Create(halves[0])) + Vector256.Min(x0, Vector256.Create(halves[7])))
            + (Vector256.Min(x1, Vector256.Create(halves[1])) + Vector256.Min(x1, Vector256.Create(halves[6]))))
        + ((Vector256.Min(x2, Vector256.Create(halves[2])) + Vector256.Min(x2, Vector256.Create(halves[5])))
            + (Vector256.Min(x3, Vector256.Create(halves[3])) + Vector256.Min(x3, Vector256.Create(halves[4]))));

    // Both sides of the disc at once: they are as far from its middle.
    private void AddDisc(in Masks.Disc disc, int top)
    {
        var (xs, ys, slopes) = UnitCircle.RightHalf(Math.Max(disc.RadiusX, disc.RadiusY));
        var (cx, cy, rx, ry) = (disc.Centre.X, disc.Centre.Y, disc.RadiusX, disc.RadiusY);
        var bottom = top + (_areas.Rows << Units.Bits);
        var first = Array.BinarySearch(ys, (((double)top / Units.One) - cy) / ry);
        var i = first < 0 ? Math.Max(0, ~first - 1) : first;
        var (y, half) = (Units.Of(cy + (ys[i] * ry)), xs[i] * rx);
        var perUnit = rx / ry / Units.One;
        var isNear = (2 * rx) + 4 < Narrow && cx - rx > 2 && cx + rx < _areas.Width - 2;
        for (i++; i < ys.Length && y < bottom; i++)
        {
            var (end, endHalf) = (Units.Of(cy + (ys[i] * ry)), xs[i] * rx);
            if (end > Math.Max(y, top))
            {
                var slope = slopes[i - 1] * perUnit;
                if (y < top) (y, half) = (top, half + (slope * (top - y)));
                var last = Math.Min(end, bottom);
                while (y < last)
                {
                    var row = (y - top) >> Units.Bits;
                    var next = Math.Min(top + ((row + 1) << Units.Bits), last);
                    var nextHalf = half + (slope * (next - y));
                    var (near, far) = half < nextHalf ? (half, nextHalf) : (nextHalf, half);
                    if (isNear)
                    {
                        _areas.AddUnmarked(row * _areas.Stride, cx - far, cx - near, next - y);
                        _areas.AddUnmarked(row * _areas.Stride, cx + near, cx + far, y - next);
                    }
                    else
                    {
                        _areas.Add(row * _areas.Stride, cx - far, cx - near, next - y);
                        _areas.Add(row * _areas.Stride, cx + near, cx + far, y - next);
                    }

                    (y, half) = (next, nextHalf);
                }
            }

            (y, half) = (end, endHalf);
        }
    }

    private void SumPixels(in ShapeEntry shape, int strip)
    {
        var (first, end) = (Math.Max(0, shape.Top - (strip * _areas.Rows)), Math.Min(_areas.Rows, shape.Bottom - (strip * _areas.Rows)));
        var (firstTile, endTile) = (shape.Left >> StripAreas.TileBits, ((shape.Right - 1) >> StripAreas.TileBits) + 1);
        Array.Clear(_sums);
        for (var tile = firstTile; tile < endTile; tile++) SumTile(tile, first, end);
        // The last edge may have left a change in the column after, which is nobody's.
        _areas.Tiles[firstTile..(endTile + 1)].Clear();
        ClearColumn(endTile << StripAreas.TileBits, first, end);
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
        if (endTile << StripAreas.TileBits < _areas.Stride) ClearColumn(endTile << StripAreas.TileBits, 0, _areas.Rows);
    }

    private void ClearColumn(int x, int firstRow, int endRow)
    {
        for (var row = firstRow; row < endRow; row++) _areas.Changes[(row * _areas.Stride) + x] = 0;
    }

    private void SumTile(int tile) => SumTile(tile, 0, _areas.Rows);

    private void SumTile(int tile, int firstRow, int endRow)
    {
        var at = (firstRow * _areas.Stride) + (tile << StripAreas.TileBits);
        ref var changes = ref MemoryMarshal.GetReference(_areas.Changes);
        for (var row = firstRow; row < endRow; row++, at += _areas.Stride)
        {
            ref var cells = ref Unsafe.As<int, Vector256<int>>(ref Unsafe.Add(ref changes, at));
            // Running sums of eight cells in three steps.
            var sums = cells;
            cells = Vector256<int>.Zero;
            sums += Vector256.Shuffle(sums, Vector256.Create(8, 0, 1, 2, 3, 4, 5, 6));
            sums += Vector256.Shuffle(sums, Vector256.Create(8, 8, 0, 1, 2, 3, 4, 5));
            sums += Vector256.Shuffle(sums, Vector256.Create(8, 8, 8, 8, 0, 1, 2, 3));
            sums += Vector256.Create(_sums[row]);
            _sums[row] = sums[7];

            // Even-odd: folded at every whole pixel.
            var folded = sums & Vector256.Create((2 * Units.One) - 1);
            var own = Vector256.Min(folded, Vector256.Create(2 * Units.One) - folded);
            Meet(tile, at, own);
        }
    }

    // What eight pixels of a tile have of one shape more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Meet(int tile, int at, Vector256<int> own)
    {
        ref var state = ref _tiles[tile];
        if (own == Vector256<int>.Zero || state == Cover.Full) return;
        ref var target = ref Unsafe.As<int, Vector256<int>>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_coverage), at));
        var before = target;
        target = Vector256.Max(before, own);
        state = Cover.Part;
        // Which part two shapes have in common does not follow from how much each covers.
        var both = IsPart(before) & IsPart(own);
        if (both != Vector256<int>.Zero) Share(at, both.ExtractMostSignificantBits());
    }

    private static Vector256<int> IsPart(Vector256<int> coverage) =>
        Vector256.GreaterThan(coverage, Vector256<int>.Zero) & Vector256.LessThan(coverage, Vector256.Create(Units.One));

    private void Share(int cell, uint lanes)
    {
        for (; lanes != 0; lanes &= lanes - 1) _shared.Cells.Add(cell + BitOperations.TrailingZeroCount(lanes));
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
}
