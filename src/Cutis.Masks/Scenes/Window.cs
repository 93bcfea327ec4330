using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>A picture and the surroundings that can still affect what is drawn on it; shapes are clipped to it.</summary>
/// <remarks>
/// What lies inside is kept bit for bit. The margin is wider than the widest line, so that neither the cut nor the round cap that a line
/// receives there is visible; even-odd filling within the window does not change.
/// </remarks>
internal sealed class Window
{
    // As a fraction of the longer side: shapes that extend slightly beyond the picture are drawn unchanged.
    private const double Margin = 2;

    // A disc whose boundary is this close to a corner, as a fraction of its radius, is not decided here but drawn.
    private const double Slack = 0.01;
    private readonly Bounds _box;
    private List<Vec> _from = [];
    private List<Vec> _to = [];

    public Window(int width, int height)
    {
        Depth = 0.5 * Math.Max(width, height);
        var margin = Margin * Math.Max(width, height);
        var (left, top, right, bottom) = (-margin, -margin, width + margin, height + margin);
        _box = new Bounds(left, top, right, bottom);
        All = new Region([
            [new(left, top), new(right, top), new(right, bottom), new(left, bottom)],
        ]);
        Inner = new Bounds(-Depth, -Depth, width + Depth, height + Depth);
    }

    /// <summary>How far around the picture boundaries are searched, for concentric lines of a clipped shape.</summary>
    public double Depth { get; }

    /// <summary>The picture and this much around it; the window extends further.</summary>
    public Bounds Inner { get; }

    /// <summary>Whether a shape with that bounding box was clipped.</summary>
    public bool IsCut(Bounds box) => box.Left <= _box.Left || box.Right >= _box.Right || box.Top <= _box.Top || box.Bottom >= _box.Bottom;

    /// <summary>The whole window as a region.</summary>
    public Region All { get; }

    /// <summary>Clips rings; null when none remains.</summary>
    public Region? Clip(ImmutableArray<ImmutableArray<Vec>> rings)
    {
        var isWithin = true;
        foreach (var ring in rings)
            isWithin = isWithin && Holds(ring);
        if (isWithin)
            return new Region(rings);
        var kept = ImmutableArray.CreateBuilder<ImmutableArray<Vec>>();
        foreach (var ring in rings)
        {
            var clipped = Holds(ring) ? ring : ClipRing(ring);
            if (clipped.Length > 0)
                kept.Add(clipped);
        }

        return kept.Count == 0 ? null : new Region(kept.DrainToImmutable());
    }

    /// <summary>Clips a line and adds the remaining parts.</summary>
    public void Clip(ImmutableArray<Vec> line, double width, ImmutableArray<SceneShape>.Builder to)
    {
        if (Holds(line))
        {
            to.Add(new Stroke(line, width));
            return;
        }

        var run = ImmutableArray.CreateBuilder<Vec>();
        for (var i = 1; i < line.Length; i++)
        {
            if (Cut(line[i - 1], line[i]) is not var (first, last))
                continue;
            // Where the line has left the window, the next part is a separate line.
            if (run.Count > 0 && run[^1] != first)
                to.Add(new Stroke(run.DrainToImmutable(), width));
            if (run.Count == 0)
                run.Add(first);
            run.Add(last);
        }

        if (run.Count > 0)
            to.Add(new Stroke(run.DrainToImmutable(), width));
    }

    /// <summary>The disc, if it is visible; the whole window when the disc covers it.</summary>
    public SceneShape? Clip(Disc disc)
    {
        var (c, rx, ry) = (disc.Centre, disc.RadiusX, disc.RadiusY);
        if (!(c.X - rx < _box.Right && c.X + rx > _box.Left && c.Y - ry < _box.Bottom && c.Y + ry > _box.Top))
            return null;
        // The farthest corner and the nearest point, in radii.
        var (farX, farY) = (Math.Max(_box.Right - c.X, c.X - _box.Left) / rx, Math.Max(_box.Bottom - c.Y, c.Y - _box.Top) / ry);
        if ((farX * farX) + (farY * farY) < 1 - Slack)
            return All;
        var (nearX, nearY) = ((c.X - Math.Clamp(c.X, _box.Left, _box.Right)) / rx, (c.Y - Math.Clamp(c.Y, _box.Top, _box.Bottom)) / ry);
        return (nearX * nearX) + (nearY * nearY) > 1 + Slack ? null : disc;
    }

    private bool Holds(ImmutableArray<Vec> points)
    {
        foreach (var p in points)
            if (!(p.X >= _box.Left && p.X <= _box.Right && p.Y >= _box.Top && p.Y <= _box.Bottom))
                return false;
        return true;
    }

    // Sutherland and Hodgman, "Reentrant Polygon Clipping" (CACM 17, 1974).
    private ImmutableArray<Vec> ClipRing(ImmutableArray<Vec> ring)
    {
        _from.Clear();
        _from.AddRange(ring.AsSpan());
        CutOff(isX: true, _box.Left, 1);
        CutOff(isX: true, _box.Right, -1);
        CutOff(isX: false, _box.Top, 1);
        CutOff(isX: false, _box.Bottom, -1);
        return [.. _from];
    }

    private void CutOff(bool isX, double bound, int sign)
    {
        if (_from.Count == 0)
            return;
        _to.Clear();
        var a = _from[^1];
        var wasWithin = IsWithin(a);
        foreach (var b in _from)
        {
            var isWithin = IsWithin(b);
            if (isWithin != wasWithin)
                _to.Add(At(a, b, isX, bound));
            if (isWithin)
                _to.Add(b);
            (a, wasWithin) = (b, isWithin);
        }

        (_from, _to) = (_to, _from);

        bool IsWithin(Vec p) => sign * (isX ? p.X : p.Y) >= sign * bound;
    }

    // The part of a segment inside the window, by the Liang–Barsky algorithm; its own end points where these are inside.
    private (Vec First, Vec Last)? Cut(Vec a, Vec b)
    {
        if (Math.Max(a.X, b.X) < _box.Left || Math.Min(a.X, b.X) > _box.Right)
            return null;
        if (Math.Max(a.Y, b.Y) < _box.Top || Math.Min(a.Y, b.Y) > _box.Bottom)
            return null;
        foreach (
            var (isX, bound, sign) in (ReadOnlySpan<(bool, double, int)>)
                [(true, _box.Left, 1), (true, _box.Right, -1), (false, _box.Top, 1), (false, _box.Bottom, -1)]
        )
        {
            var (atA, atB) = (sign * ((isX ? a.X : a.Y) - bound), sign * ((isX ? b.X : b.Y) - bound));
            if (atA < 0 && atB < 0)
                return null;
            if (atA < 0)
                a = At(a, b, isX, bound);
            else if (atB < 0)
                b = At(a, b, isX, bound);
        }

        return (a, b);
    }

    private static Vec At(Vec a, Vec b, bool isX, double bound) =>
        isX
            ? new Vec(bound, a.Y + ((b.Y - a.Y) * ((bound - a.X) / (b.X - a.X))))
            : new Vec(a.X + ((b.X - a.X) * ((bound - a.Y) / (b.Y - a.Y))), bound);
}
