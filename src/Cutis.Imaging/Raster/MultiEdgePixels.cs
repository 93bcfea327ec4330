using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>
/// Pixels on several edges. Their coverage is counted at 32 × 32 sample points, where each shape marks those inside it, so that abutting
/// shapes leave no seam and overlapping ones no darker lens.
/// </summary>
internal sealed class MultiEdgePixels(int stride, int rows)
{
    /// <summary>Sample lines per pixel.</summary>
    public const int Lines = 32;

    private const int PerLine = 32;
    private const int Step = Units.One / Lines;
    private const int MaxDoubt = 3 * Units.One / 64;

    // A pixel takes as long to count as this many edges to visit, and an edge to mark.
    private const int WorkOfPixel = 32;
    private static readonly Vector256<float> VectorWidth = Vector256.Create(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f);
    private readonly RowSweep _sweep = new(stride);
    private readonly List<Part> _largeDiscs = [];
    private readonly List<int> _others = [];

    // Small discs by the tiles into which they reach: a linked list per tile, from the last disc on.
    private readonly int[] _firstDiscs = new int[(stride >> StripAreas.TileBits) + 1];
    private readonly List<(int Shape, int Next)> _discs = [];
    private readonly uint[] _points = new uint[Lines];

    // The pixels, as row × stride + column, in any order; and for each pixel of the strip whether it is among them.
    private readonly List<int> _cells = [];
    private readonly ulong[] _isCell = new ulong[((stride * rows) + 63) / 64];

    /// <summary>
    /// Bounds the time: once this much of a strip was visited, the largest coverage by a single shape stands for the union.
    /// </summary>
    public long MaxWork { get; set; }

    /// <summary>Cancels the work.</summary>
    public CancellationToken Stop { get; set; }

    /// <summary>Begins a level.</summary>
    public void Begin()
    {
        foreach (var cell in _cells)
            _isCell[cell >> 6] = 0;
        _cells.Clear();
    }

    /// <summary>Releases the memory that a crowded picture needed.</summary>
    public void Trim()
    {
        const int usual = 1 << 16;
        _sweep.Trim(usual);
        if (_discs.Capacity <= usual && _others.Capacity <= usual && _largeDiscs.Capacity <= usual)
            return;
        _discs.Clear();
        _others.Clear();
        _largeDiscs.Clear();
        (_discs.Capacity, _others.Capacity, _largeDiscs.Capacity) = (0, 0, 0);
    }

    /// <summary>Adds a pixel, as row × stride + column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int cell)
    {
        ref var word = ref _isCell[cell >> 6];
        var bit = 1UL << cell;
        if ((word & bit) != 0)
            return;
        word |= bit;
        _cells.Add(cell);
    }

    /// <summary>Counts the coverage of the pixels.</summary>
    /// <param name="strip">The strip.</param>
    /// <param name="shapes">The shapes of the level that reach into the strip.</param>
    /// <param name="table">All edges.</param>
    /// <param name="firstEdges">For each shape of the level, the first edge that does not end above the strip.</param>
    /// <param name="level">The shapes of the level.</param>
    /// <param name="target">Receives the coverage.</param>
    public void Count(int strip, List<int> shapes, ShapeEntry[] level, ReadOnlySpan<Edge> table, int[] firstEdges, LevelStrip target)
    {
        if (_cells.Count == 0)
            return;
        _cells.Sort();
        Sort(shapes, level);
        var work = 0L;
        var row = -1;
        var cells = CollectionsMarshal.AsSpan(_cells);
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = cells[i];
            if ((i & 0xFF) == 0xFF)
                Stop.ThrowIfCancellationRequested();
            if (target.Tiles[cell % stride >> StripAreas.TileBits] != Cover.Part)
                continue;
            if (cell / stride != row)
            {
                row = cell / stride;
                var end = i + 1;
                while (end < cells.Length && cells[end] < (row + 1) * stride)
                    end++;
                Stop.ThrowIfCancellationRequested();
                work += FindParts((strip * rows) + row, cell - (row * stride), cells[end - 1] - (row * stride), level, table, firstEdges);
            }

            work += WorkOfPixel;
            if (work > MaxWork)
                return;
            var column = cell - (row * stride);
            var counted = Count((strip * rows) + row, column, level, out var found, ref work);
            ref var coverage = ref target.CoverageAt(column, row);
            // For a single shape the exact area is better than the count, unless its own edges cross here.
            if (Math.Abs(counted - coverage) > MaxDoubt || found > 1 || _sweep.Reach(column, 2 - found, ref work))
                coverage = counted;
        }
    }

    private void Sort(List<int> shapes, ShapeEntry[] level)
    {
        Array.Fill(_firstDiscs, -1);
        _discs.Clear();
        _others.Clear();
        foreach (var index in shapes)
        {
            ref readonly var shape = ref level[index];
            if (!shape.Disc.IsThere || shape.Right - shape.Left > LevelStrip.Narrow)
            {
                _others.Add(index);
                continue;
            }

            for (var tile = shape.Left >> StripAreas.TileBits; tile <= (shape.Right - 1) >> StripAreas.TileBits; tile++)
            {
                _discs.Add((index, _firstDiscs[tile]));
                _firstDiscs[tile] = _discs.Count - 1;
            }
        }
    }

    // Finds the parts of other shapes that reach into a row between two columns.
    private long FindParts(int row, int left, int right, ShapeEntry[] level, ReadOnlySpan<Edge> table, int[] firstEdges)
    {
        var (top, bottom) = (row << Units.Bits, (row + 1) << Units.Bits);
        var work = 0L;
        _sweep.Begin(row, left, right);
        _largeDiscs.Clear();
        foreach (var index in _others)
        {
            ref readonly var shape = ref level[index];
            work++;
            if (shape.Bottom <= row || shape.Top > row || shape.Right <= left || shape.Left > right)
                continue;
            if (shape.Disc.IsThere)
            {
                _largeDiscs.Add(new Part(shape.Left, shape.Right, shape.Disc));
                continue;
            }

            _sweep.AddShape(shape.Left, shape.Right);
            for (var i = firstEdges[index]; i < shape.End && table[i].Top < bottom; i++, work++)
            {
                if ((work & 0xFFFF) == 0)
                    Stop.ThrowIfCancellationRequested();
                if (table[i].Bottom <= top)
                    continue;
                // With this many edges in a row, its pixels keep the areas that were computed for them.
                if (_sweep.Edges >= SceneLimits.MaxEdgesOfRow)
                    return MaxWork + 1;
                _sweep.AddEdge(table[i]);
            }
        }

        return work;
    }

    private int Count(int row, int column, ShapeEntry[] level, out int found, ref long work)
    {
        found = 0;
        Array.Clear(_points);
        var top = row << Units.Bits;
        for (var i = _firstDiscs[column >> StripAreas.TileBits]; i >= 0; i = _discs[i].Next, work++)
        {
            ref readonly var shape = ref level[_discs[i].Shape];
            if (column < shape.Left || column >= shape.Right || shape.Bottom <= row || shape.Top > row)
                continue;
            found++;
            MarkDisc(shape.Disc, top, column);
        }

        foreach (ref readonly var large in CollectionsMarshal.AsSpan(_largeDiscs))
        {
            work++;
            if (column < large.Left || column >= large.Right)
                continue;
            found++;
            MarkDisc(large.Disc, top, column);
        }

        _sweep.Mark(column, _points, ref work);
        var count = 0;
        foreach (var lines in MemoryMarshal.Cast<uint, ulong>(_points))
            count += BitOperations.PopCount(lines);
        return count * (Units.One / (Lines * PerLine));
    }

    /// <summary>Marks the points to the right of an edge that crosses a pixel, or unmarks them.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="first">The first sample line that it crosses.</param>
    /// <param name="end">The line after the last one.</param>
    /// <param name="top">Top of the row in units.</param>
    /// <param name="column">The column.</param>
    /// <param name="points">The points, a number per line.</param>
    public static void Mark(in Edge edge, int first, int end, int top, int column, uint[] points)
    {
        var (x, step) = ((float)(edge.At(top + (Step / 2) + (first * Step)) - column), (float)(edge.Slope * Step));
        for (var i = first & ~7; i < end; i += 8)
        {
            var line = VectorWidth + Vector256.Create((float)(i - first));
            var right = From(Passed(Vector256.Create(x) + (line * step)));
            var isOn =
                Vector256.GreaterThanOrEqual(line, Vector256<float>.Zero)
                & Vector256.LessThan(line, Vector256.Create((float)(end - first)));
            (Vector256.Create(points, i) ^ (right & isOn.AsUInt32())).CopyTo(points, i);
        }
    }

    private void MarkDisc(in Ellipse disc, int top, int column)
    {
        var (x, rx) = ((float)(disc.X - column), (float)disc.RadiusX);
        var perRadius = (float)(1 / disc.RadiusY);
        var y = (float)((((double)(top + (Step / 2)) / Units.One) - disc.Y) / disc.RadiusY);
        for (var i = 0; i < Lines; i += 8)
        {
            var dy = Vector256.Create(y) + ((VectorWidth + Vector256.Create((float)i)) * (perRadius / Lines));
            var half = Vector256.Sqrt(Vector256.MaxNative(Vector256<float>.One - (dy * dy), Vector256<float>.Zero)) * rx;
            var inside = Vector256.AndNot(From(Passed(Vector256.Create(x) - half)), From(Passed(Vector256.Create(x) + half)));
            (Vector256.Create(_points, i) | inside).CopyTo(_points, i);
        }
    }

    // A mask of all points of a sample line except the first few, 0 to 32.
    private static Vector256<uint> From(Vector256<int> passed)
    {
        if (Avx2.IsSupported)
            return Avx2.ShiftRightLogicalVariable(Vector256<uint>.AllBitsSet, passed.AsUInt32());
        var points = Vector256<uint>.Zero;
        for (var k = 0; k < 8; k++)
            points = points.WithElement(k, (uint)((ulong)uint.MaxValue >> passed[k]));
        return points;
    }

    // The number of points of a sample line, 0 to 32, to the left of an x within the pixel.
    private static Vector256<int> Passed(Vector256<float> x) =>
        Vector256.ConvertToInt32Native(
            Vector256.MinNative(
                Vector256.MaxNative((x * PerLine) + Vector256.Create(0.5f), Vector256<float>.Zero),
                Vector256.Create((float)PerLine)
            )
        );

    private readonly record struct Part(int Left, int Right, Ellipse Disc);
}
