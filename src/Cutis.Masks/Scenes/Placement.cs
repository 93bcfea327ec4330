using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>Maps view-box coordinates to pixels, stretching the box over the whole picture. Invisible shapes are dropped.</summary>
internal sealed class Placement(ViewBox box, int width, int height, double stroke, Window window, CancellationToken stop)
{
    // Keeps coordinates finite in the smallest view box; what is further out is invisible either way.
    private const double MaxScale = 1e100;
    private readonly double _scaleX = Math.Min(MaxScale, width / box.Width);
    private readonly double _scaleY = Math.Min(MaxScale, height / box.Height);
    private readonly double _defaultRadius = MaskStyle.DefaultPointRadius * Math.Max(width, height);
    private bool _isCovered;

    /// <summary>The least radius of a dot in pixels.</summary>
    public double MinRadius { get; init; }

    public ImmutableArray<SceneShape> Apply(IEnumerable<Shape> shapes)
    {
        var placed = shapes.TryGetNonEnumeratedCount(out var count)
            ? ImmutableArray.CreateBuilder<SceneShape>(count)
            : ImmutableArray.CreateBuilder<SceneShape>();
        var number = 0;
        _isCovered = false;
        foreach (var shape in shapes)
        {
            if ((++number & 0xFF) == 0)
                stop.ThrowIfCancellationRequested();
            Add(shape, placed);
        }

        return placed.DrainToImmutable();
    }

    private void Add(Shape shape, ImmutableArray<SceneShape>.Builder placed)
    {
        switch (shape)
        {
            case PolygonShape polygon:
                if (window.Clip(Apply(polygon.Rings)) is { } region)
                    placed.Add(region);
                break;
            case PolylineShape line:
                window.Clip(Apply(line.Points), stroke, placed);
                break;
            case PointShape { Radius: 0 } point:
                var radius = Math.Max(MinRadius, _defaultRadius);
                Add(new Disc(Apply(point.Centre), radius, radius), placed);
                break;
            case PointShape point:
                var (across, down) = (Math.Max(MinRadius, point.Radius * _scaleX), Math.Max(MinRadius, point.Radius * _scaleY));
                Add(new Disc(Apply(point.Centre), across, down), placed);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), shape, null);
        }
    }

    // Of several dots that cover everything, one is enough.
    private void Add(Disc disc, ImmutableArray<SceneShape>.Builder placed)
    {
        var shape = window.Clip(disc);
        if (shape is null || (ReferenceEquals(shape, window.All) && _isCovered))
            return;
        _isCovered |= ReferenceEquals(shape, window.All);
        placed.Add(shape);
    }

    private ImmutableArray<ImmutableArray<Vec>> Apply(ImmutableArray<ImmutableArray<Vec>> rings)
    {
        var placed = ImmutableArray.CreateBuilder<ImmutableArray<Vec>>(rings.Length);
        foreach (var ring in rings)
        {
            if ((placed.Count & 0xFF) == 0xFF)
                stop.ThrowIfCancellationRequested();
            placed.Add(Apply(ring));
        }

        return placed.MoveToImmutable();
    }

    private ImmutableArray<Vec> Apply(ImmutableArray<Vec> points)
    {
        var placed = ImmutableArray.CreateBuilder<Vec>(points.Length);
        foreach (var point in points)
            placed.Add(Apply(point));
        return placed.MoveToImmutable();
    }

    private Vec Apply(Vec point) => new((point.X - box.X) * _scaleX, (point.Y - box.Y) * _scaleY);
}
