using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cutis.Imaging.Raster;

/// <summary>Accumulates the signed areas that edges cut from the pixels of a strip.</summary>
/// <remarks>
/// Each cell holds the change of coverage relative to the pixel on its left; the prefix sum of a row gives its coverage. This is the method
/// of signed areas of Levien's font-rs and FreeType's smooth rasteriser, in integers, so that opposite edges cancel exactly.
/// </remarks>
internal sealed class StripAreas
{
    /// <summary>Log2 of the width of a tile in pixels.</summary>
    public const int TileBits = 3;

    private readonly int[] _changes;
    private readonly int[] _chains;
    private readonly bool[] _tiles;
    private int _firstChain;
    private int _chainBase;

    public StripAreas(int width, int rows)
    {
        (Width, Rows) = (width, rows);
        Stride = StrideOf(width);
        _changes = new int[Stride * rows];
        _chains = new int[Stride * rows];
        _tiles = new bool[(Stride >> TileBits) + 1];
    }

    public int Rows { get; }

    /// <summary>Width of the picture.</summary>
    public int Width { get; }

    /// <summary>Cells per row; more than the width.</summary>
    public int Stride { get; }

    /// <summary>Cells at row × <see cref="Stride"/> + column. Whoever reads them resets them to zero.</summary>
    public Span<int> Changes => _changes;

    /// <summary>Cells per row for a picture of some width.</summary>
    // An MCU extends up to 31 pixels beyond the picture, and a change is written to one more cell.
    public static int StrideOf(int width) => ((width + 31) & ~7) + 8;

    /// <summary>Index of the first pixel in a row of a tile, in buffers that are stored tile after tile.</summary>
    public int At(int tile, int row) => ((tile * Rows) + row) << TileBits;

    /// <summary>Which tiles an edge has touched since they were reset.</summary>
    public Span<bool> Tiles => _tiles;

    /// <summary>Begins a shape with a number of monotone chains.</summary>
    public void Begin(int chains)
    {
        _chainBase = _firstChain;
        if (_firstChain > int.MaxValue - chains - 1)
        {
            Array.Clear(_chains);
            _chainBase = 0;
        }

        _firstChain = _chainBase + chains + 1;
    }

    /// <summary>Adds an edge as far as it lies in the strip.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="top">The strip's top in units.</param>
    /// <param name="shared">Receives the pixels in which two chains of the shape meet; null when they are not needed.</param>
    public void Add(in Edge edge, int top, MultiEdgePixels? shared)
    {
        var (y, end) = (Math.Max(edge.Top, top), Math.Min(edge.Bottom, top + (Rows << Units.Bits)));
        var stamp = shared is null ? 0 : _chainBase + Math.Abs(edge.Chain);
        if (edge.Top == edge.Bottom)
        {
            if (shared is not null)
                Stamp(((y - top) >> Units.Bits) * Stride, edge.X, edge.X + edge.Slope, stamp, shared);
            return;
        }

        var x = edge.At(y);
        for (var row = (y - top) >> Units.Bits; y < end; row++)
        {
            var next = Math.Min(top + ((row + 1) << Units.Bits), end);
            var xNext = edge.At(next);
            var (left, right) = x < xNext ? (x, xNext) : (xNext, x);
            if (left < Width)
            {
                Add(row * Stride, left, right, edge.Chain > 0 ? next - y : y - next);
                if (shared is not null)
                    Stamp(row * Stride, left, right, stamp, shared);
            }

            (x, y) = (xNext, next);
        }
    }

    /// <summary>
    /// Adds a segment within one row, from one x at its top to another at its bottom. <paramref name="height"/> is in units, and negative
    /// to subtract.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int rowStart, double left, double right, int height)
    {
        if (left >= 0 && right < Width)
            Inside(rowStart, left, right, height);
        else
            AddClipped(rowStart, left, right, height);
    }

    /// <summary>
    /// Like <see cref="Add(int, double, double, int)"/>, for a segment that lies well inside the picture; marks no tiles.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddUnmarked(int rowStart, double left, double right, int height)
    {
        var first = Units.Whole(left);
        if (right > first + 2)
        {
            Sloped(rowStart, left, right, height);
            return;
        }

        Debug.Assert(left >= 0 && rowStart + first + 2 < _changes.Length, "the segment lies well inside the picture");
        // The segment crosses at most two pixels; computed without a branch that would often be mispredicted.
        var edge = double.MinNative(right, first + 1);
        var inFirst = Units.Whole(height * ((edge - left + 1e-12) / (right - left + 1e-12)));
        var afterFirst = Units.Whole(inFirst * (((left + edge) / 2) - first));
        var rest = height - inFirst;
        var afterSecond = Units.Whole(rest * (((edge + right) / 2) - first - 1));
        ref var cell = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_changes), rowStart + first);
        cell += inFirst - afterFirst;
        Unsafe.Add(ref cell, 1) += afterFirst + rest - afterSecond;
        Unsafe.Add(ref cell, 2) += afterSecond;
    }

    private void AddClipped(int rowStart, double left, double right, int height)
    {
        if (left >= Width)
            return;
        if (right <= 0)
        {
            _changes[rowStart] += height;
            _tiles[0] = true;
            return;
        }

        if (left < 0)
        {
            var outside = Units.Whole(height * (-left / (right - left)));
            _changes[rowStart] += outside;
            _tiles[0] = true;
            (left, height) = (0, height - outside);
        }

        if (right >= Width)
        {
            height = right > left ? Units.Whole(height * ((Width - left) / (right - left))) : height;
            right = Width;
        }

        Inside(rowStart, left, right, height);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Inside(int rowStart, double left, double right, int height)
    {
        var first = Units.Whole(left);
        _tiles[first >> TileBits] = true;
        if (right <= first + 1)
        {
            // Truncated toward zero, so that an edge and its opposite cancel.
            var second = Units.Whole(height * (((left + right) / 2) - first));
            Debug.Assert(rowStart + first + 1 < _changes.Length, "a row has a cell to spare");
            ref var cell = ref _changes[rowStart + first];
            cell += height - second;
            Unsafe.Add(ref cell, 1) += second;
            if ((first & 7) == 7)
                _tiles[(first >> TileBits) + 1] = true;
            return;
        }

        Sloped(rowStart, left, right, height);
    }

    // Coverage grows quadratically in the first and last pixel and linearly in between.
    private void Sloped(int rowStart, double left, double right, int height)
    {
        var (first, last) = (Units.Whole(left), Units.Whole(Math.Ceiling(right)));
        Debug.Assert(
            last >= first + 2 && rowStart + last < _changes.Length,
            "the segment leaves its first pixel, and the row has a cell to spare"
        );
        ref var cell = ref _changes[rowStart + first];
        var perPixel = height / (right - left);
        var inFirst = 1 - (left - first);
        var reached = Units.Whole(0.5 * perPixel * inFirst * inFirst);
        cell += reached;
        for (var x = first + 1; x < last - 1; x++)
        {
            var area = Units.Whole(perPixel * (x + 0.5 - left));
            cell = ref Unsafe.Add(ref cell, 1);
            cell += area - reached;
            reached = area;
        }

        var inLast = right - (last - 1);
        var before = height - Units.Whole(0.5 * perPixel * inLast * inLast);
        Unsafe.Add(ref cell, 1) += before - reached;
        Unsafe.Add(ref cell, 2) += height - before;
        for (var tile = first >> TileBits; tile <= last >> TileBits; tile++)
            _tiles[tile] = true;
    }

    private void Stamp(int rowStart, double left, double right, int stamp, MultiEdgePixels shared)
    {
        var (first, last) = (Units.Whole(double.MaxNative(0, left)), Units.Whole(double.MinNative(Width - 1, right)));
        for (var x = first; x <= last; x++)
        {
            ref var mark = ref _chains[rowStart + x];
            if (mark == stamp)
                continue;
            if (mark > _chainBase)
                shared.Add(rowStart + x);
            mark = stamp;
        }
    }
}
