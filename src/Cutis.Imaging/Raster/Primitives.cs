using System.Collections.Immutable;
using Cutis.Masks;

namespace Cutis.Imaging.Raster;

internal enum PrimitiveKind : byte
{
    /// <summary>One edge of a region, from (A, B) down to (C, D).</summary>
    Edge,

    /// <summary>A disc: centre (A, B), radii C and D.</summary>
    Disc,

    /// <summary>A segment of a stroke without its round ends, from (A, B) to (C, D), Half to each side.</summary>
    Bar,
}

/// <summary>What a scene's shapes are made of; a shape's boundary crosses any horizontal line an even number of times.</summary>
internal readonly record struct Primitive(PrimitiveKind Kind, int Shape, double A, double B, double C, double D, double Half)
{
    public double Top => Kind switch
    {
        PrimitiveKind.Edge => B,
        PrimitiveKind.Disc => B - D,
        _ => Math.Min(B, D) - Half,
    };

    public double Bottom => Kind switch
    {
        PrimitiveKind.Edge => D,
        PrimitiveKind.Disc => B + D,
        _ => Math.Max(B, D) + Half,
    };
}

/// <summary>The primitives of a layer, those that can be seen only, ordered by their first row.</summary>
internal sealed class PrimitiveList
{
    // Keeps products of coordinates exact enough; nothing that far out can be seen.
    private const double Farthest = 1e8;

    // How far an edge may be off in place of a curve, in pixels.
    private const double MostSagitta = 1 / 64.0;
    private readonly List<Primitive> _items = [];
    private readonly List<int> _levelOfShape = [];
    private readonly int _width;
    private readonly int _height;
    private int _level;

    public PrimitiveList(Layer layer, int width, int height)
    {
        (_width, _height) = (width, height);
        foreach (var level in layer.Levels)
        {
            foreach (var shape in level.Shapes) Add(shape);
            _level++;
        }

        LevelOfShape = [.. _levelOfShape];
        Items = [.. _items];
        Array.Sort(Items.Select(item => item.Top).ToArray(), Items);
    }

    public Primitive[] Items { get; }

    /// <summary>The level that each shape belongs to.</summary>
    public int[] LevelOfShape { get; }

    private void Add(SceneShape shape)
    {
        switch (shape)
        {
            case Region region:
                AddRegion(region);
                break;
            case Stroke stroke:
                AddStroke(stroke);
                break;
            case Disc disc:
                AddDisc(Clamp(disc.Centre), disc.RadiusX, disc.RadiusY);
                break;
        }
    }

    private int NextShape()
    {
        _levelOfShape.Add(_level);
        return _levelOfShape.Count - 1;
    }

    private void AddRegion(Region region)
    {
        var shape = NextShape();
        foreach (var ring in region.Rings)
        {
            for (var i = 0; i < ring.Length; i++)
            {
                var (a, b) = (Clamp(ring[i]), Clamp(ring[i + 1 == ring.Length ? 0 : i + 1]));
                if (a.Y > b.Y) (a, b) = (b, a);
                var seen = a.Y < b.Y && b.Y > 0 && a.Y < _height;
                if (seen) _items.Add(new Primitive(PrimitiveKind.Edge, shape, a.X, a.Y, b.X, b.Y, 0));
            }
        }
    }

    private void AddStroke(Stroke stroke)
    {
        var half = stroke.Width / 2;
        Vec? before = null;
        for (var i = 0; i < stroke.Points.Length; i++)
        {
            var a = Clamp(stroke.Points[i]);
            var b = Clamp(stroke.Points[Math.Min(i + 1, stroke.Points.Length - 1)]);
            var length = (b - a).Length;
            Vec? along = length > 0 ? (b - a) * (1 / length) : null;
            AddJoin(a, before, along, half);
            if (along is null) continue;
            before = along;
            if (IsSeen(Math.Min(a.X, b.X) - half, Math.Min(a.Y, b.Y) - half, Math.Max(a.X, b.X) + half, Math.Max(a.Y, b.Y) + half))
                _items.Add(new Primitive(PrimitiveKind.Bar, NextShape(), a.X, a.Y, b.X, b.Y, half));
        }
    }

    // A round end or join is a disc. Where a line hardly turns, the disc shows between the bars as a sliver on the outer side,
    // and the triangle that differs from it by no more than circles do is much cheaper.
    private void AddJoin(Vec at, Vec? before, Vec? after, double half)
    {
        if (before is not { } from || after is not { } to || half * (1 - Math.Sqrt(Math.Max(0, (1 + Dot(from, to)) / 2))) > MostSagitta)
        {
            AddDisc(at, half, half);
            return;
        }

        var turn = (from.X * to.Y) - (from.Y * to.X);
        if (turn == 0) return;
        var outer = turn > 0 ? -half : half;
        AddRegion(new Region([[at, at + (new Vec(-from.Y, from.X) * outer), at + (new Vec(-to.Y, to.X) * outer)]]));
    }

    private static double Dot(Vec a, Vec b) => (a.X * b.X) + (a.Y * b.Y);

    private void AddDisc(Vec centre, double radiusX, double radiusY)
    {
        var (rx, ry) = (Math.Min(radiusX, Farthest), Math.Min(radiusY, Farthest));
        if (rx > 0 && ry > 0 && IsSeen(centre.X - rx, centre.Y - ry, centre.X + rx, centre.Y + ry))
            _items.Add(new Primitive(PrimitiveKind.Disc, NextShape(), centre.X, centre.Y, rx, ry, 0));
    }

    private bool IsSeen(double left, double top, double right, double bottom) => right > 0 && bottom > 0 && left < _width && top < _height;

    private static Vec Clamp(Vec p) => new(Math.Clamp(p.X, -Farthest, Farthest), Math.Clamp(p.Y, -Farthest, Farthest));
}
