using System.Numerics;
using System.Runtime.Intrinsics;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>
/// Draws polylines that have too many edges to be kept. Each pixel has 16 × 16 sample points, and every segment marks those that it
/// reaches. The memory does not depend on the number of polylines.
/// </summary>
internal sealed class LineStrip
{
    // Rows drawn at a time, sample lines per row, and sample points per pixel on such a line.
    private const int Rows = 8;
    private const int Lines = 16;
    private const int PerLine = 16;
    private const int WordsOfTile = 8 * PerLine / 64;

    // After this many segments, and whenever the number has doubled, fully covered columns of pixels are searched for.
    private const int FirstStopCheck = 64;
    private readonly StripAreas _areas;
    private readonly int _tiles;
    private readonly int _words;
    private readonly ulong[] _points;
    private readonly bool[] _isFull;
    private double _top;
    private int _first;
    private int _end;
    private int _drawn;
    private int _nextLook;

    public LineStrip(StripAreas areas)
    {
        _areas = areas;
        _tiles = areas.Stride >> StripAreas.TileBits;
        _words = _tiles * WordsOfTile;
        _points = new ulong[_words * Rows * Lines];
        _isFull = new bool[_tiles << StripAreas.TileBits];
    }

    /// <summary>Adds the coverage of a strip to its level.</summary>
    public void Add(LineTable table, int strip, LevelStrip level, CancellationToken stop)
    {
        for (var row = 0; row < _areas.Rows; row += Rows)
        {
            _top = (strip * _areas.Rows) + row;
            (_first, _end, _drawn, _nextLook) = (_tiles, 0, 0, FirstStopCheck);
            foreach (ref readonly var piece in table.Near(_top, _top + Rows))
            {
                stop.ThrowIfCancellationRequested();
                if (piece.Bottom <= _top || IsCovered(piece))
                    continue;
                if (piece.IsCircle)
                    AddCircle(table.CircleOf(piece));
                else
                    AddPiece(piece);
            }

            for (var tile = _first; tile < _end; tile++)
                Count(tile, row, level);
            if (_end > _first)
                level.Reach(_first, _end);
        }
    }

    private void AddPiece(in LineTable.Piece piece)
    {
        var a = EdgeBuilder.Clamp(piece.Points[piece.First]);
        if (piece.First == piece.Last)
            AddSegment(a, a, piece.Half);
        for (var i = piece.First + 1; i <= piece.Last; i++)
        {
            var b = EdgeBuilder.Clamp(piece.Points[i]);
            AddSegment(a, b, piece.Half);
            a = b;
        }
    }

    // All points within half the width of a segment: two discs and a rectangle between them.
    private void AddSegment(Vec a, Vec b, double half)
    {
        var (low, high) = a.Y < b.Y ? (a, b) : (b, a);
        if (high.Y + half <= _top || low.Y - half >= _top + Rows)
            return;
        // The part of the segment within these rows.
        var slope = high.Y > low.Y ? (high.X - low.X) / (high.Y - low.Y) : 0;
        var (from, to) = (Math.Max(_top - half, low.Y), Math.Min(_top + Rows + half, high.Y));
        var (fromX, toX) = (from > low.Y ? low.X + ((from - low.Y) * slope) : low.X, to < high.Y ? low.X + ((to - low.Y) * slope) : high.X);
        if (!Reaches(Math.Min(fromX, toX) - half, Math.Max(fromX, toX) + half, low.Y - half, high.Y + half, out var first, out var end))
            return;
        var along = b - a;
        var length = along.Length;
        var (ux, uy) = length > 0 ? (along.X / length, along.Y / length) : (0, 0);
        var square = half * half;
        for (var line = first; line < end; line++)
        {
            var y = _top + ((line + 0.5) / Lines);
            var (fromA, fromB) = (y - a.Y, y - b.Y);
            var (left, right) = (double.MaxValue, double.MinValue);
            var reach = square - (fromA * fromA);
            if (reach > 0)
            {
                reach = Math.Sqrt(reach);
                (left, right) = (a.X - reach, a.X + reach);
            }

            reach = square - (fromB * fromB);
            if (reach > 0)
            {
                reach = Math.Sqrt(reach);
                (left, right) = (Math.Min(left, b.X - reach), Math.Max(right, b.X + reach));
            }

            if (length > 0)
            {
                var (x, last) = Between(fromA, ux, uy, half, length);
                if (x < last)
                    (left, right) = (Math.Min(left, a.X + x), Math.Max(right, a.X + last));
            }

            Mark(line, left, right);
        }
    }

    // The interval at which a row crosses the rectangle along a segment.
    private static (double From, double To) Between(double y, double ux, double uy, double half, double length)
    {
        const double level = 1e-9;
        var (from, to) = (double.MinValue, double.MaxValue);
        if (Math.Abs(uy) > level)
        {
            var (p, q) = (((y * ux) - half) / uy, ((y * ux) + half) / uy);
            (from, to) = p < q ? (p, q) : (q, p);
        }
        else if (Math.Abs(y) > half)
        {
            return (0, 0);
        }

        if (Math.Abs(ux) > level)
        {
            var (p, q) = (-y * uy / ux, (length - (y * uy)) / ux);
            (from, to) = p < q ? (Math.Max(from, p), Math.Min(to, q)) : (Math.Max(from, q), Math.Min(to, p));
        }
        else if (y * uy < 0 || y * uy > length)
        {
            return (0, 0);
        }

        return (from, to);
    }

    private void AddCircle(Circle circle)
    {
        var (x, half) = (circle.Centre.X, circle.Width / 2);
        var (rx, ry) = (circle.RadiusX + half, circle.RadiusY + half);
        if (!Reaches(x - rx, x + rx, circle.Centre.Y - ry, circle.Centre.Y + ry, out var first, out var end))
            return;
        for (var line = first; line < end; line++)
        {
            var y = _top + ((line + 0.5) / Lines) - circle.Centre.Y;
            var outer = HalfChord(y, rx, ry);
            var inner = HalfChord(y, circle.RadiusX - half, circle.RadiusY - half);
            if (inner > 0)
            {
                Mark(line, x - outer, x - inner);
                Mark(line, x + inner, x + outer);
            }
            else
                Mark(line, x - outer, x + outer);
        }
    }

    private static double HalfChord(double y, double rx, double ry) =>
        rx > 0 && ry > 0 && Math.Abs(y) < ry ? rx * Math.Sqrt(1 - (y / ry * (y / ry))) : 0;

    // The sample lines in a box; false when no point in it can still be marked.
    private bool Reaches(double left, double right, double top, double bottom, out int first, out int end)
    {
        first = (int)Math.Clamp(Math.Ceiling(((top - _top) * Lines) - 0.5), 0, Rows * Lines);
        end = (int)Math.Clamp(Math.Ceiling(((bottom - _top) * Lines) - 0.5), 0, Rows * Lines);
        if (first >= end || right <= 0 || left >= _areas.Width)
            return false;
        var from = (int)Math.Max(0, left);
        var to = right >= _areas.Width ? _isFull.Length : (int)right + 1;
        if (IsFull(from, to))
            return false;
        (_first, _end) = (Math.Min(_first, from >> StripAreas.TileBits), Math.Max(_end, ((to - 1) >> StripAreas.TileBits) + 1));
        if (++_drawn == _nextLook)
            FindFull();
        return true;
    }

    // Where thousands of lines overlap, most of them lie over columns that are full.
    private bool IsCovered(in LineTable.Piece piece) =>
        piece.Right < 0
        || piece.Left >= _areas.Width
        || IsFull(Math.Max(0, piece.Left), piece.Right >= _areas.Width ? _isFull.Length : piece.Right + 1);

    private bool IsFull(int from, int to) => _isFull[from] && !_isFull.AsSpan(from, to - from).Contains(false);

    private void Mark(int line, double left, double right)
    {
        // What extends beyond the right side continues outside the picture.
        var first = (int)Math.Clamp(Math.Ceiling((left * PerLine) - 0.5), 0, _words * 64);
        var end = right >= _areas.Width ? _words * 64 : (int)Math.Clamp(Math.Ceiling((right * PerLine) - 0.5), 0, _words * 64);
        if (first >= end)
            return;
        var words = _points.AsSpan(line * _words, _words);
        var (firstWord, lastWord) = (first >> 6, (end - 1) >> 6);
        var (from, to) = (ulong.MaxValue << first, ulong.MaxValue >> (63 - ((end - 1) & 63)));
        if (firstWord == lastWord)
        {
            words[firstWord] |= from & to;
            return;
        }

        words[firstWord] |= from;
        words[(firstWord + 1)..lastWord].Fill(ulong.MaxValue);
        words[lastWord] |= to;
    }

    private void FindFull()
    {
        _nextLook = _drawn + Math.Min(_drawn, 1 << 12);
        for (var word = _first * WordsOfTile; word < _end * WordsOfTile; word++)
        {
            var all = ulong.MaxValue;
            for (var at = word; at < _points.Length && all != 0; at += _words)
                all &= _points[at];
            for (var x = 0; x < 64 / PerLine; x++)
                _isFull[(word * 64 / PerLine) + x] = ((all >> (PerLine * x)) & 0xFFFF) == 0xFFFF;
        }
    }

    // Counts the marked points of each pixel and clears them.
    private void Count(int tile, int firstRow, LevelStrip level)
    {
        const int each = Units.One / (Lines * PerLine);
        _isFull.AsSpan(tile << StripAreas.TileBits, 8).Clear();
        Span<int> counts = stackalloc int[8];
        for (var row = 0; row < Rows; row++)
        {
            counts.Clear();
            var any = 0UL;
            for (var line = 0; line < Lines; line++)
            {
                var words = _points.AsSpan((((row * Lines) + line) * _words) + (tile * WordsOfTile), WordsOfTile);
                any |= words[0] | words[1];
                for (var x = 0; x < 8; x++)
                    counts[x] += BitOperations.PopCount((words[x >> 2] >> (PerLine * (x & 3))) & 0xFFFF);
                words.Clear();
            }

            if (any != 0)
                level.Raise(tile, firstRow + row, Vector256.Create<int>(counts) * each);
        }
    }
}
