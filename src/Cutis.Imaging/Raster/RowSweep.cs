using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cutis.Imaging.Raster;

/// <summary>
/// The edges of shapes in one row of pixels, swept from left to right. At a pixel only the edges that cross it are looked at; of those
/// that were passed, each shape remembers how they changed its sample lines. A row costs as much as its edges and its crossings, however
/// many shapes lie over one another.
/// </summary>
/// <param name="width">Number of pixels in a row.</param>
internal sealed class RowSweep(int width)
{
    private const int Lines = MultiEdgePixels.Lines;
    private const int Step = Units.One / Lines;
    private const int None = -1;

    // Marking the points of an edge takes longer than visiting it.
    private const int WorkOfEdge = 4;
    private static readonly Vector256<uint> LineOfLane = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
    private readonly List<Item> _edges = [];
    private readonly List<Part> _parts = [];

    // Shapes with edges at the pixel, or inside which it lies.
    private readonly List<int> _live = [];
    private readonly uint[] _own = new uint[Lines];

    // The edges that begin in each column and were not reached yet: a linked list per column.
    private readonly int[] _ahead = new int[width];
    private int _next;
    private int _top;
    private int _first;
    private int _last;

    /// <summary>Number of edges.</summary>
    public int Edges => _edges.Count;

    /// <summary>Begins a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="first">The first column that is looked at.</param>
    /// <param name="last">The last one.</param>
    public void Begin(int row, int first, int last)
    {
        _edges.Clear();
        _parts.Clear();
        _live.Clear();
        _ahead.AsSpan(first, last + 1 - first).Fill(None);
        (_top, _first, _last, _next) = (row << Units.Bits, first, last, first);
    }

    /// <summary>Adds a shape.</summary>
    /// <param name="left">Its first column.</param>
    /// <param name="right">The column after its last one.</param>
    public void AddShape(int left, int right) => _parts.Add(new Part(left, right) { First = None });

    /// <summary>Adds an edge of the shape that was added last.</summary>
    public void AddEdge(in Edge edge)
    {
        var (a, b) = (edge.At(Math.Max(edge.Top, _top)), edge.At(Math.Min(edge.Bottom, _top + Units.One)));
        var (left, right) = (double.MinNative(a, b), double.MaxNative(a, b));
        // What lies to the right changes nothing here.
        if (left >= _last + 1)
            return;
        if (right > _first)
        {
            ref var ahead = ref _ahead[Math.Max(_first, Units.Whole(Math.Max(0, left)))];
            _edges.Add(new Item(edge, left, right, _parts.Count - 1) { Next = ahead });
            ahead = _edges.Count - 1;
            return;
        }

        ref var part = ref CollectionsMarshal.AsSpan(_parts)[^1];
        Pass(edge, ref part);
        MakeLive(_parts.Count - 1, ref part);
    }

    /// <summary>Whether at least so many shapes reach into a column.</summary>
    public bool Reach(int column, int count, ref long work)
    {
        foreach (ref readonly var part in CollectionsMarshal.AsSpan(_parts))
        {
            if (count <= 0)
                return true;
            work++;
            if (column >= part.Left && column < part.Right)
                count--;
        }

        return count <= 0;
    }

    /// <summary>Marks the sample points of a pixel that lie inside a shape. Columns must ascend.</summary>
    /// <param name="column">The column.</param>
    /// <param name="points">The points, a number per line; those of other shapes are kept.</param>
    /// <param name="work">Counts what is visited.</param>
    public void Mark(int column, uint[] points, ref long work)
    {
        var parts = CollectionsMarshal.AsSpan(_parts);
        var edges = CollectionsMarshal.AsSpan(_edges);
        for (; _next <= column; _next++)
            Meet(column, _ahead[_next], parts, edges, ref work);
        var inside = 0u;
        for (var i = 0; i < _live.Count; i++)
        {
            work++;
            ref var part = ref parts[_live[i]];
            PassEdges(column, ref part, edges, ref work);
            if (column >= part.Right || (part.First == None && part.Passed == 0))
            {
                part.IsLive = false;
                _live[i--] = _live[^1];
                _live.RemoveAt(_live.Count - 1);
            }
            else if (column >= part.Left && part.First == None)
            {
                inside |= part.Passed;
                // Nothing else matters here; the next pixel is likely to lie inside it as well.
                if (part.Passed == uint.MaxValue)
                {
                    (_live[0], _live[i]) = (_live[i], _live[0]);
                    break;
                }
            }
            else if (column >= part.Left)
                MarkCrossed(column, part, edges, points, ref work);
        }

        for (var i = 0; i < Lines; i += 8)
            (Vector256.Create(points, i) | Spread(inside >> i)).CopyTo(points, i);
    }

    /// <summary>Releases the memory that a crowded row needed.</summary>
    public void Trim(int usual)
    {
        if (_edges.Capacity <= usual && _parts.Capacity <= usual && _live.Capacity <= usual)
            return;
        Begin(0, 0, 0);
        (_edges.Capacity, _parts.Capacity, _live.Capacity) = (0, 0, 0);
    }

    // The edges of a column become those of their shapes.
    private void Meet(int column, int at, Span<Part> parts, Span<Item> edges, ref long work)
    {
        while (at != None)
        {
            work++;
            ref var edge = ref edges[at];
            ref var part = ref parts[edge.Part];
            var next = edge.Next;
            if (edge.Right <= column)
                Pass(edge.Edge, ref part);
            else
                (edge.Next, part.First) = (part.First, at);
            MakeLive(edge.Part, ref part);
            at = next;
        }
    }

    private void MakeLive(int index, ref Part part)
    {
        if (part.IsLive)
            return;
        part.IsLive = true;
        _live.Add(index);
    }

    // Edges that now lie to the left change all points of their lines.
    private void PassEdges(int column, ref Part part, Span<Item> edges, ref long work)
    {
        var before = None;
        for (var at = part.First; at != None; at = edges[at].Next)
        {
            work++;
            if (edges[at].Right > column)
            {
                before = at;
                continue;
            }

            Pass(edges[at].Edge, ref part);
            if (before == None)
                part.First = edges[at].Next;
            else
                edges[before].Next = edges[at].Next;
        }
    }

    private void Pass(in Edge edge, ref Part part)
    {
        var (first, end) = LinesOf(edge);
        if (first < end)
            part.Passed ^= (uint)((1UL << end) - (1UL << first));
    }

    // A point is inside if an odd number of edges lies to its left.
    private void MarkCrossed(int column, in Part part, Span<Item> edges, uint[] points, ref long work)
    {
        for (var i = 0; i < Lines; i += 8)
            Spread(part.Passed >> i).CopyTo(_own, i);
        for (var at = part.First; at != None; at = edges[at].Next)
        {
            work += WorkOfEdge;
            var (first, end) = LinesOf(edges[at].Edge);
            MultiEdgePixels.Mark(edges[at].Edge, first, end, _top, column, _own);
        }

        for (var i = 0; i < Lines; i += 8)
            (Vector256.Create(points, i) | Vector256.Create(_own, i)).CopyTo(points, i);
    }

    // The sample lines of the row that an edge crosses.
    private (int First, int End) LinesOf(in Edge edge) =>
        (Math.Max(0, (edge.Top - _top + (Step / 2) - 1) / Step), Math.Min(Lines, (edge.Bottom - _top + (Step / 2) - 1) / Step));

    // All points of the lines whose bits are set, of eight.
    private static Vector256<uint> Spread(uint lines) => Vector256.Equals(Vector256.Create(lines) & LineOfLane, LineOfLane);

    private record struct Item(Edge Edge, double Left, double Right, int Part)
    {
        public int Next;
    }

    private record struct Part(int Left, int Right)
    {
        public int First;
        public uint Passed;
        public bool IsLive;
    }
}
