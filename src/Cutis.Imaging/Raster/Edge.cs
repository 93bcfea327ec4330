using System.Runtime.InteropServices;
using Cutis.Masks.Geometry;

namespace Cutis.Imaging.Raster;

/// <summary>
/// The fixed-point units of heights and of areas of pixels, 1/16384. Integer sums are exact, so that areas of a pixel add up to exactly
/// one.
/// </summary>
internal static class Units
{
    public const int Bits = 14;

    /// <summary>Units per pixel; the coverage of a full one.</summary>
    public const int One = 1 << Bits;

    public static int FromPixels(double y) => (int)Math.Round(y * One);

    /// <summary>
    /// Truncates toward zero. <paramref name="value"/> must be finite and fit into an <see cref="int"/>; the result is undefined otherwise.
    /// </summary>
    public static int Whole(double value) => double.ConvertToIntegerNative<int>(value);
}

/// <summary>A straight part of a shape's boundary from (X, Top) down to Bottom, with Top and Bottom in <see cref="Units"/>.</summary>
/// <param name="X">X at the top, in pixels.</param>
/// <param name="Slope">Change of X per unit of height; for a horizontal edge, its length.</param>
/// <param name="Top">Y of the upper end.</param>
/// <param name="Bottom">Y of the lower end; not above <paramref name="Top"/>.</param>
/// <param name="Chain">Number of the edge's monotone chain: consecutive edges that run in the same vertical direction share it. It starts
/// at 1, and is negative where the boundary runs upwards.</param>
internal readonly record struct Edge(double X, double Slope, int Top, int Bottom, int Chain)
{
    public double At(int y) => X + (Slope * (y - Top));
}

/// <summary>Makes edges from rings, clipped to what can be visible.</summary>
internal sealed class EdgeBuilder(int width, int height)
{
    // Keeps products of coordinates exact enough; nothing that far out is visible.
    private const double Farthest = 1e8;
    private readonly List<Edge> _edges = [];
    private int[] _tops = [];
    private int _chain;

    public int Count => _edges.Count;

    /// <summary>Reserves room for that many more edges.</summary>
    public void Expect(int more) => _edges.EnsureCapacity(_edges.Count + more);

    /// <summary>Removes all edges from an index on, and keeps capacity for at most so many more.</summary>
    public void Truncate(int count, int keep)
    {
        CollectionsMarshal.SetCount(_edges, count);
        (_edges.Capacity, _tops) = (count + keep, []);
    }

    /// <summary>Number of monotone chains of the current shape.</summary>
    public int Chains => _chain;

    /// <summary>Whether the current shape has edges beyond the right side of the picture.</summary>
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

    /// <summary>Sorts the edges from an index on by their top.</summary>
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
        // Rounding the height changes the slope slightly, so that the edge ends where its neighbour begins.
        var end = lower.Y > height ? upper.X + ((height - upper.Y) * slope) : lower.X;
        _edges.Add(new Edge(x, (end - x) / (to - from), from, to, chain));
    }

    // A horizontal edge bounds no area, but a pixel that it crosses has two edges if another one crosses it too.
    private void AddLevel(Vec a, Vec b, int chain)
    {
        var y = Units.FromPixels(a.Y);
        if (y > 0 && y % Units.One != 0)
            _edges.Add(new Edge(Math.Min(a.X, b.X), Math.Abs(b.X - a.X), y, y, chain));
    }
}
