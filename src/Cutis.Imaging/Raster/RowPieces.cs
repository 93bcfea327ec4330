namespace Cutis.Imaging.Raster;

/// <summary>A part of a shape's boundary within one row of pixels, from (XA, YA) down to (XB, YB).</summary>
/// <remarks><c>Side</c> is 1 where a convex shape begins and -1 where it ends, from left to right; 0 where that is not known.</remarks>
internal readonly record struct Piece(double XA, double YA, double XB, double YB, double Slope, int Shape, int Side)
{
    public double Left => Math.Min(XA, XB);

    public double Right => Math.Max(XA, XB);

    /// <summary>The piece's x at a height, kept within its ends.</summary>
    public double At(double y)
    {
        if (y <= YA) return XA;
        if (y >= YB) return XB;
        return XA + ((y - YA) * Slope);
    }
}

/// <summary>Cuts primitives into the pieces that lie in one row of pixels.</summary>
internal sealed class RowPieces
{
    private double _top;
    private double _bottom;

    public List<Piece> Items { get; } = [];

    public void Begin(int row)
    {
        (_top, _bottom) = (row, row + 1);
        Items.Clear();
    }

    public void Add(in Primitive p)
    {
        switch (p.Kind)
        {
            case PrimitiveKind.Edge:
                Clip(p.A, p.B, p.C, p.D, p.Shape, 0);
                break;
            case PrimitiveKind.Bar:
                AddBar(p);
                break;
            default:
                AddDisc(p);
                break;
        }
    }

    private void AddBar(in Primitive p)
    {
        var (dx, dy) = (p.C - p.A, p.D - p.B);
        var k = p.Half / Math.Sqrt((dx * dx) + (dy * dy));
        var (nx, ny) = (-dy * k, dx * k);
        Side(p.A + nx, p.B + ny, p.C + nx, p.D + ny, p.Shape);
        Side(p.C + nx, p.D + ny, p.C - nx, p.D - ny, p.Shape);
        Side(p.C - nx, p.D - ny, p.A - nx, p.B - ny, p.Shape);
        Side(p.A - nx, p.B - ny, p.A + nx, p.B + ny, p.Shape);
    }

    private void AddDisc(in Primitive p)
    {
        var (xs, ys) = UnitCircle.RightHalf(Math.Max(p.C, p.D));
        var first = Array.BinarySearch(ys, (_top - p.B) / p.D);
        if (first < 0) first = Math.Max(0, ~first - 1);
        for (var i = first; i + 1 < ys.Length; i++)
        {
            var (ya, yb) = (p.B + (ys[i] * p.D), p.B + (ys[i + 1] * p.D));
            if (ya >= _bottom) break;
            var (xa, xb) = (xs[i] * p.C, xs[i + 1] * p.C);
            Clip(p.A + xa, ya, p.A + xb, yb, p.Shape, -1);
            Clip(p.A - xa, ya, p.A - xb, yb, p.Shape, 1);
        }
    }

    // The corners of a bar are named against the clock, so its sides fall on the left and rise on the right.
    private void Side(double xa, double ya, double xb, double yb, int shape)
    {
        if (ya < yb) Clip(xa, ya, xb, yb, shape, 1);
        else if (yb < ya) Clip(xb, yb, xa, ya, shape, -1);
    }

    private void Clip(double xa, double ya, double xb, double yb, int shape, int side)
    {
        if (yb <= _top || ya >= _bottom || ya >= yb) return;
        var slope = (xb - xa) / (yb - ya);
        var (fromX, fromY, toX, toY) = (xa, ya, xb, yb);
        if (ya < _top) (fromX, fromY) = (xa + ((_top - ya) * slope), _top);
        if (yb > _bottom) (toX, toY) = (xa + ((_bottom - ya) * slope), _bottom);
        if (fromY < toY) Items.Add(new Piece(fromX, fromY, toX, toY, slope, shape, side));
    }
}
