using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>The visible shapes of a layer by level, ordered by their first row.</summary>
internal sealed class ShapeTable
{
    // A disc larger than the picture by this factor is followed only near the picture, and more finely than the table of circles allows.
    private const int Huge = 16;
    private readonly int _width;
    private readonly int _height;
    private readonly EdgeBudget _budget;
    private readonly EdgeBuilder _edges;
    private readonly List<ShapeEntry> _shapes;
    private HugeDisc? _huge;
    private LineTable? _lines;
    private bool _isCovered;
    private int _strokeEdges;
    private int _looked;

    /// <param name="layer">The layer.</param>
    /// <param name="width">Width of the stored picture.</param>
    /// <param name="height">Height of the stored picture.</param>
    /// <param name="budget">The edge budget of the picture's layers; null for a single layer.</param>
    /// <param name="stop">Cancels the work, including later drawing.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public ShapeTable(Layer layer, int width, int height, EdgeBudget? budget = null, CancellationToken stop = default)
    {
        (_width, _height, Layer, Stop, _budget) = (width, height, layer, stop, budget ?? new EdgeBudget(layer.Levels.Length));
        _edges = new EdgeBuilder(width, height);
        _shapes = new List<ShapeEntry>(layer.Levels.Max(level => (int?)level.Shapes.Length) ?? 0);
        Levels = new ShapeEntry[layer.Levels.Length][];
        Lines = new LineTable?[layer.Levels.Length];
        for (var i = 0; i < Levels.Length; i++)
        {
            Add(layer.Levels[i]);
            Levels[i] = SortedByTop();
            Lines[i] = _lines;
        }
    }

    public Layer Layer { get; }

    /// <summary>Cancels the work.</summary>
    public CancellationToken Stop { get; }

    public ShapeEntry[][] Levels { get; }

    /// <summary>
    /// For each level, polylines that are drawn from their points because their outlines would have too many edges; mostly null.
    /// </summary>
    public LineTable?[] Lines { get; }

    /// <inheritdoc cref="EdgeBudget.WorkOf"/>
    public long WorkOf(int strips) => _budget.WorkOf(strips);

    public ReadOnlySpan<Edge> Edges => _edges.From(0);

    /// <summary>The tables of all layers of a scene.</summary>
    /// <inheritdoc cref="ShapeTable(Layer, int, int, EdgeBudget?, CancellationToken)"/>
    public static ShapeTable[] Create(Scene scene, int width, int height, CancellationToken stop)
    {
        var budget = new EdgeBudget(scene.Layers.Sum(layer => layer.Levels.Length));
        return [.. scene.Layers.Select(layer => new ShapeTable(layer, width, height, budget, stop))];
    }

    private void Add(Level level)
    {
        var first = _edges.Count;
        (_lines, _isCovered, _strokeEdges) = (null, false, 0);
        _shapes.Clear();
        _edges.Expect(EdgesOfRegions(level));
        if (TryAdd(level))
        {
            _budget.Remaining -= _strokeEdges;
            return;
        }

        _edges.Truncate(first, keep: EdgesOfRegions(level));
        _shapes.Clear();
        (_lines, _isCovered) = (new LineTable(), false);
        TryAdd(level);
        _lines.Finish(Stop);
    }

    private static int EdgesOfRegions(Level level)
    {
        var sum = 0L;
        foreach (var shape in level.Shapes)
        {
            if (shape is not Region region)
                continue;
            foreach (var ring in region.Rings)
                sum += ring.Length;
        }

        return (int)Math.Min(sum, SceneLimits.MaxEdges);
    }

    // False when the outlines of its polylines have too many edges.
    private bool TryAdd(Level level)
    {
        foreach (var shape in level.Shapes)
        {
            if ((++_looked & 0xFF) == 0)
                Stop.ThrowIfCancellationRequested();
            switch (shape)
            {
                case Region region:
                    AddRegion(region);
                    break;
                case Stroke { Points.Length: > 0 } stroke:
                    if (!TryAddStroke(stroke))
                        return false;
                    break;
                case Disc disc:
                    AddDisc(disc);
                    break;
                case Circle circle:
                    if (_lines is null)
                        return false;
                    _lines.Add(circle);
                    break;
            }

            // Nothing below would be visible.
            if (_isCovered)
                return true;
        }

        return true;
    }

    // Counting sort by first row: there are many more shapes than rows.
    private ShapeEntry[] SortedByTop()
    {
        if (_shapes.Count < 2)
            return [.. _shapes];
        var next = new int[_height + 1];
        foreach (var shape in _shapes)
            next[shape.Top + 1]++;
        for (var row = 1; row < next.Length; row++)
            next[row] += next[row - 1];
        var sorted = new ShapeEntry[_shapes.Count];
        foreach (var shape in _shapes)
            sorted[next[shape.Top]++] = shape;
        return sorted;
    }

    private bool TryAddStroke(Stroke stroke)
    {
        if (_lines is not null)
        {
            _lines.Add(stroke);
            return true;
        }

        var before = _edges.Count;
        var any = false;
        var isDone = StrokeOutline.Trace(
            stroke.Points.AsSpan(),
            stroke.Width,
            _budget.Remaining,
            ring =>
            {
                AddRing(ring);
                any = true;
                return _strokeEdges + _edges.Count - before <= _budget.Remaining;
            },
            Stop
        );
        _strokeEdges += _edges.Count - before;
        if (isDone && !any)
            AddDisc(new Disc(stroke.Points[0], stroke.Width / 2, stroke.Width / 2));
        return isDone;
    }

    private void AddRing(ReadOnlySpan<Vec> ring)
    {
        var first = _edges.Count;
        _edges.BeginShape();
        _edges.AddRing(ring, Stop);
        AddEdges(first, mayCross: false);
    }

    private void AddRegion(Region region)
    {
        _isCovered = Covers(region);
        var first = _edges.Count;
        _edges.BeginShape();
        foreach (var ring in region.Rings)
        {
            if ((++_looked & 0xFF) == 0)
                Stop.ThrowIfCancellationRequested();
            _edges.AddRing(ring.AsSpan(), Stop);
        }

        AddEdges(first, mayCross: true);
    }

    // A rectangle that covers the whole picture.
    private bool Covers(Region region)
    {
        if (region.Rings is not [{ Length: 4 } ring])
            return false;
        var isUpright =
            (ring[0].Y == ring[1].Y && ring[1].X == ring[2].X && ring[2].Y == ring[3].Y && ring[3].X == ring[0].X)
            || (ring[0].X == ring[1].X && ring[1].Y == ring[2].Y && ring[2].X == ring[3].X && ring[3].Y == ring[0].Y);
        return isUpright
            && Math.Min(ring[0].X, ring[2].X) <= 0
            && Math.Max(ring[0].X, ring[2].X) >= _width
            && Math.Min(ring[0].Y, ring[2].Y) <= 0
            && Math.Max(ring[0].Y, ring[2].Y) >= _height;
    }

    private void AddEdges(int first, bool mayCross)
    {
        if (_edges.Count == first)
            return;
        _edges.Sort(first);
        var (left, right, bottom) = (double.MaxValue, double.MinValue, 0);
        foreach (ref readonly var edge in _edges.From(first))
        {
            var end = edge.At(edge.Bottom);
            (left, right) = (Math.Min(left, Math.Min(edge.X, end)), Math.Max(right, Math.Max(edge.X, end)));
            bottom = Math.Max(bottom, edge.Bottom);
        }

        if (_edges.GoesBeyond)
            right = _width;
        Add(
            left,
            right,
            _edges.From(first)[0].Top >> Units.Bits,
            (bottom + Units.One - 1) >> Units.Bits,
            first,
            mayCross ? _edges.Chains : 0,
            default
        );
    }

    private void AddDisc(Disc disc)
    {
        var (rx, ry) = (disc.RadiusX, disc.RadiusY);
        if (Math.Max(rx, ry) > Huge * (_width + _height))
        {
            AddHuge(disc);
            return;
        }

        var centre = EdgeBuilder.Clamp(disc.Centre);
        if (!(rx > 0 && ry > 0 && centre.X - rx < _width && centre.X + rx > 0 && centre.Y - ry < _height && centre.Y + ry > 0))
            return;
        if (Math.Max(rx, ry) > 4 * (_width + _height))
        {
            // Beyond the resolution of the table of circles: use a ring, which looks the same.
            var (xs, ys, _) = UnitCircle.RightHalf(double.MaxValue);
            var half = xs.Zip(ys, (x, y) => new Vec(centre.X + (x * rx), centre.Y + (y * ry)));
            AddRing([.. half, .. xs.Zip(ys, (x, y) => new Vec(centre.X - (x * rx), centre.Y + (y * ry))).Reverse()]);
            return;
        }

        // The polygon that replaces the disc extends slightly beyond it.
        var reach = UnitCircle.RightHalf(Math.Max(rx, ry)).Y[^1];
        var (top, bottom) = (Row(Math.Floor(centre.Y - (ry * reach))), Row(Math.Ceiling(centre.Y + (ry * reach))));
        Add(centre.X - (rx * reach), centre.X + (rx * reach), top, bottom, _edges.Count, 0, new Ellipse(centre.X, centre.Y, rx, ry));
    }

    private void AddHuge(Disc disc)
    {
        _huge ??= new HugeDisc(_width, _height);
        if (_huge.Covers(disc))
        {
            // This shape covers everything else on the level.
            _shapes.Clear();
            AddRing([new(-1, -1), new(_width + 1, -1), new(_width + 1, _height + 1), new(-1, _height + 1)]);
            _isCovered = true;
        }
        else
            AddRing(_huge.Ring(disc));
    }

    private int Row(double y) => (int)Math.Clamp(y, 0, _height);

    private void Add(double left, double right, int top, int bottom, int first, int chains, Ellipse disc)
    {
        // One column more on each side, because edges are followed with rounding.
        var (from, to) = ((int)Math.Clamp(Math.Floor(left) - 1, 0, _width), (int)Math.Clamp(Math.Ceiling(right) + 1, 0, _width));
        if (to > from && bottom > top)
            _shapes.Add(new ShapeEntry(top, bottom, from, to, first, _edges.Count, chains, disc));
    }
}
