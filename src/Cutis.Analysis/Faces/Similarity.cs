using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>Turning, scaling and moving: <c>x' = a·x − b·y + tx</c>, <c>y' = b·x + a·y + ty</c>.</summary>
/// <param name="A">Scale times the cosine of the turn.</param>
/// <param name="B">Scale times the sine.</param>
/// <param name="X">Where the origin goes, across.</param>
/// <param name="Y">Where the origin goes, down.</param>
public readonly record struct Similarity(double A, double B, double X, double Y)
{
    /// <summary>By how much lengths grow.</summary>
    public double Scale => Math.Sqrt((A * A) + (B * B));

    /// <summary>The one that maps a place around a centre.</summary>
    /// <param name="from">A place.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="scale">By how much lengths grow.</param>
    /// <param name="angle">Turn, radians, clockwise as seen.</param>
    public static Similarity Around(Vec from, Vec to, double scale, double angle)
    {
        var turn = new Similarity(scale * Math.Cos(angle), scale * Math.Sin(angle), 0, 0);
        var moved = turn.Map(from);
        return turn with { X = to.X - moved.X, Y = to.Y - moved.Y };
    }

    /// <summary>Where a place goes.</summary>
    public Vec Map(Vec p) => new((A * p.X) - (B * p.Y) + X, (B * p.X) + (A * p.Y) + Y);

    /// <summary>The way back.</summary>
    public Similarity Inverse()
    {
        var n = (A * A) + (B * B);
        var turn = new Similarity(A / n, -B / n, 0, 0);
        var origin = turn.Map(new Vec(X, Y));
        return turn with { X = -origin.X, Y = -origin.Y };
    }
}
