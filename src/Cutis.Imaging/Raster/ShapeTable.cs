using Cutis.Masks;

namespace Cutis.Imaging.Raster;

/// <summary>A shape that can be seen: a disc, or rings of edges filled even-odd.</summary>
/// <param name="Top">First row of pixels.</param>
/// <param name="Bottom">Row after the last one.</param>
/// <param name="Left">First column.</param>
/// <param name="Right">Column after the last one.</param>
/// <param name="First">Its first edge.</param>
/// <param name="End">The edge after its last one; a disc has none.</param>
/// <param name="Chains">Chains of its edges, where these may cross or touch one another; 0 where they do not.</param>
/// <param name="Disc">The disc, if it is one.</param>
internal readonly record struct ShapeEntry(int Top, int Bottom, int Left, int Right, int First, int End, int Chains, Ellipse Disc);

/// <summary>A disc, its values beside those of its shape: thousands are looked at one after the other.</summary>
internal readonly record struct Ellipse(double X, double Y, double RadiusX, double RadiusY)
{
    /// <summary>False of a shape that is none.</summary>
    public bool IsThere => RadiusX > 0;
}

/// <summary>The shapes of a layer by level, those that can be seen only, each level's ordered by their first row.</summary>
internal sealed class ShapeTable
{
    private readonly int _width;
    private readonly int _height;
    private readonly EdgeBuilder _edges;
    private readonly List<ShapeEntry> _shapes;

    public ShapeTable(Layer layer, int width, int height)
    {
        (_width, _height, Layer) = (width, height, layer);
        _edges = new EdgeBuilder(width, height);
        _shapes = new List<ShapeEntry>(layer.Levels.Max(level => (int?)level.Shapes.Length) ?? 0);
        Levels = new ShapeEntry[layer.Levels.Length][];
        for (var i = 0; i < Levels.Length; i++)
        {
            _shapes.Clear();
            foreach (var shape in layer.Levels[i].Shapes) Add(shape);
            Levels[i] = SortedByTop();
        }
    }

    public Layer Layer { get; }

    public ShapeEntry[][] Levels { get; }

    public ReadOnlySpan<Edge> Edges => _edges.From(0);

    // Counts the shapes of each row: there are many more of them than there are rows to begin in.
    private ShapeEntry[] SortedByTop()
    {
        var next = new int[_height + 1];
        foreach (var shape in _shapes) next[shape.Top + 1]++;
        for (var row = 1; row < next.Length; row++) next[row] += next[row - 1];
        var sorted = new ShapeEntry[_shapes.Count];
        foreach (var shape in _shapes) sorted[next[shape.Top]++] = shape;
        return sorted;
    }

    private void Add(SceneShape shape)
    {
        switch (shape)
        {
            case Region region:
                AddEdges(region.Rings, mayCross: true);
                break;
            case Stroke { Points.Length: > 0 } stroke:
                AddStroke(stroke);
                break;
            case Disc disc:
                AddDisc(disc);
                break;
        }
    }

    private void AddStroke(Stroke stroke)
    {
        var any = false;
        StrokeOutline.Trace([.. stroke.Points.Select(EdgeBuilder.Clamp)], stroke.Width, ring =>
        {
            AddEdges([ring], mayCross: false);
            any = true;
        });
        if (!any) AddDisc(new Disc(stroke.Points[0], stroke.Width / 2, stroke.Width / 2));
    }

    private void AddEdges<T>(IEnumerable<T> rings, bool mayCross)
        where T : IReadOnlyList<Vec>
    {
        var first = _edges.Count;
        _edges.BeginShape();
        foreach (var ring in rings) _edges.AddRing(ring);
        if (_edges.Count == first) return;
        _edges.Sort(first);
        var (left, right, bottom) = (double.MaxValue, double.MinValue, 0);
        foreach (ref readonly var edge in _edges.From(first))
        {
            var end = edge.At(edge.Bottom);
            (left, right) = (Math.Min(left, Math.Min(edge.X, end)), Math.Max(right, Math.Max(edge.X, end)));
            bottom = Math.Max(bottom, edge.Bottom);
        }

        if (_edges.GoesBeyond) right = _width;
        Add(left, right, _edges.From(first)[0].Top >> Units.Bits, (bottom + Units.One - 1) >> Units.Bits, first, mayCross ? _edges.Chains : 0, default);
    }

    private void AddDisc(Disc disc)
    {
        var centre = EdgeBuilder.Clamp(disc.Centre);
        var (rx, ry) = (disc.RadiusX, disc.RadiusY);
        if (!(rx > 0 && ry > 0 && centre.X - rx < _width && centre.X + rx > 0 && centre.Y - ry < _height && centre.Y + ry > 0)) return;
        if (Math.Max(rx, ry) > 4 * (_width + _height))
        {
            // Beyond what the table of circles is fine enough for: as a ring, on which no one can tell the difference.
            var (xs, ys, _) = UnitCircle.RightHalf(double.MaxValue);
            var half = xs.Zip(ys, (x, y) => new Vec(centre.X + (x * rx), centre.Y + (y * ry)));
            Vec[] ring = [.. half, .. xs.Zip(ys, (x, y) => new Vec(centre.X - (x * rx), centre.Y + (y * ry))).Reverse()];
            AddEdges([ring], mayCross: false);
            return;
        }

        // The polygon in place of the disc reaches a little beyond it.
        var reach = UnitCircle.RightHalf(Math.Max(rx, ry)).Y[^1];
        var (top, bottom) = (Row(Math.Floor(centre.Y - (ry * reach))), Row(Math.Ceiling(centre.Y + (ry * reach))));
        Add(centre.X - (rx * reach), centre.X + (rx * reach), top, bottom, _edges.Count, 0, new Ellipse(centre.X, centre.Y, rx, ry));
    }

    private int Row(double y) => (int)Math.Clamp(y, 0, _height);

    private void Add(double left, double right, int top, int bottom, int first, int chains, Ellipse disc)
    {
        // One column more to each side: edges are followed with a rounding.
        var (from, to) = ((int)Math.Clamp(Math.Floor(left) - 1, 0, _width), (int)Math.Clamp(Math.Ceiling(right) + 1, 0, _width));
        if (to > from && bottom > top) _shapes.Add(new ShapeEntry(top, bottom, from, to, first, _edges.Count, chains, disc));
    }
}
