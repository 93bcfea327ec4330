using System.Runtime.InteropServices;
using Cutis.Masks.Geometry;

namespace Cutis.Imaging.Raster;

/// <summary>The units in which heights, and so areas of pixels, are counted; whole numbers add up to exactly one pixel.</summary>
internal static class Units
{
    public const int Bits = 14;

    /// <summary>Units in a pixel: the coverage of a full one.</summary>
    public const int One = 1 << Bits;

    public static int FromPixels(double y) => (int)Math.Round(y * One);

    /// <summary>The whole part of what is known to be no more than an int holds: nothing has to be looked after.</summary>
    public static int Whole(double value) => double.ConvertToIntegerNative<int>(value);
}

/// <summary>A straight part of a shape's boundary, from (X, Top) down to Bottom; Top and Bottom in <see cref="Units"/>.</summary>
/// <param name="X">X at the top.</param>
/// <param name="Slope">Change of x for each unit of y; of a level edge, its length.</param>
/// <param name="Top">Where it begins.</param>
/// <param name="Bottom">Where it ends; not above <paramref name="Top"/>.</param>
/// <param name="Chain">
/// Edges of a shape that follow one another in the same direction share a number, from 1 on; negative where the boundary runs up.
/// </param>
internal readonly record struct Edge(double X, double Slope, int Top, int Bottom, int Chain)
{
    public double At(int y) => X + (Slope * (y - Top));
}

/// <summary>Makes edges of rings, as far as they can be seen.</summary>
internal sealed class EdgeBuilder(int width, int height)
{
    // Keeps products of coordinates exact enough; nothing that far out can be seen.
    private const double Farthest = 1e8;
    private readonly List<Edge> _edges = [];
    private int[] _tops = [];
    private int _chain;

    public int Count => _edges.Count;

    /// <summary>Makes room for that many more.</summary>
    public void Expect(int more) => _edges.EnsureCapacity(_edges.Count + more);

    /// <summary>Forgets all from that one on, and keeps room for no more than so many more.</summary>
    public void Truncate(int count, int keep)
    {
        CollectionsMarshal.SetCount(_edges, count);
        (_edges.Capacity, _tops) = (count + keep, []);
    }

    /// <summary>Chains of the shape so far.</summary>
    public int Chains => _chain;

    /// <summary>Whether the shape so far has edges beyond the right side of the picture.</summary>
    public bool GoesBeyond { get; private set; }

    public void BeginShape() => (_chain, GoesBeyond) = (0, false);

    public static Vec Clamp(Vec p) => new(Math.Clamp(p.X, -Farthest, Farthest), Math.Clamp(p.Y, -Farthest, Farthest));

    public void AddRing(ReadOnlySpan<Vec> ring, CancellationToken stop)
    {
        var before = 0;
        _chain++;
        for (var i = 0; i < ring.Length; i++)
        {
            if ((i & 0xFFF) == 0xFFF)
                stop.ThrowIfCancellationRequested();
            var (a, b) = (Clamp(ring[i]), Clamp(ring[i + 1 == ring.Length ? 0 : i + 1]));
            var direction = Math.Sign(b.Y - a.Y);
            if (direction * before < 0)
                _chain++;
            if (direction != 0)
                before = direction;
            if (direction < 0)
                Add(b, a, -_chain);
            else
                Add(a, b, _chain);
        }
    }

    /// <summary>The edges added from a place on, those that begin higher first.</summary>
    public void Sort(int first)
    {
        var edges = CollectionsMarshal.AsSpan(_edges)[first..];
        if (_tops.Length < edges.Length)
            _tops = new int[2 * edges.Length];
        for (var i = 0; i < edges.Length; i++)
            _tops[i] = edges[i].Top;
        _tops.AsSpan(0, edges.Length).Sort(edges);
    }

    public ReadOnlySpan<Edge> From(int first) => CollectionsMarshal.AsSpan(_edges)[first..];

    private void Add(Vec upper, Vec lower, int chain)
    {
        if (lower.Y <= 0 || upper.Y >= height)
            return;
        if (Math.Min(upper.X, lower.X) >= width)
        {
            GoesBeyond = true;
            return;
        }

        if (Units.FromPixels(Math.Max(upper.Y, 0)) == Units.FromPixels(Math.Min(lower.Y, height)))
        {
            AddLevel(upper, lower, chain);
            return;
        }

        var slope = (lower.X - upper.X) / (lower.Y - upper.Y);
        var (top, x) = upper.Y < 0 ? (0, upper.X - (upper.Y * slope)) : (upper.Y, upper.X);
        var (from, to) = (Units.FromPixels(top), Units.FromPixels(Math.Min(lower.Y, height)));
        // Rounding the height changes the slope a little, so that the edge ends where its neighbour begins.
        var end = lower.Y > height ? upper.X + ((height - upper.Y) * slope) : lower.X;
        _edges.Add(new Edge(x, (end - x) / (to - from), from, to, chain));
    }

    // A level edge bounds no area of its own, but pixels that it passes have two edges where another one does too.
    private void AddLevel(Vec a, Vec b, int chain)
    {
        var y = Units.FromPixels(a.Y);
        if (y > 0 && y % Units.One != 0)
            _edges.Add(new Edge(Math.Min(a.X, b.X), Math.Abs(b.X - a.X), y, y, chain));
    }
}
