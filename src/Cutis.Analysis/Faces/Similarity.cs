using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>
/// A similarity transform (rotation, uniform scale, translation): <c>x' = a·x − b·y + tx</c>, <c>y' = b·x + a·y + ty</c>.
/// </summary>
/// <param name="A">Scale times the cosine of the rotation.</param>
/// <param name="B">Scale times the sine of the rotation.</param>
/// <param name="X">Horizontal translation.</param>
/// <param name="Y">Vertical translation.</param>
public readonly record struct Similarity(double A, double B, double X, double Y)
{
    /// <summary>The scale factor of lengths.</summary>
    public double Scale => Math.Sqrt((A * A) + (B * B));

    /// <summary>The transform that rotates and scales about a point and moves it to another one.</summary>
    /// <param name="from">The fixed point of rotation and scale.</param>
    /// <param name="to">Where that point is moved.</param>
    /// <param name="scale">The scale factor of lengths.</param>
    /// <param name="angle">Rotation in radians, clockwise as seen.</param>
    public static Similarity Around(Vec from, Vec to, double scale, double angle)
    {
        var turn = new Similarity(scale * Math.Cos(angle), scale * Math.Sin(angle), 0, 0);
        var moved = turn.Map(from);
        return turn with { X = to.X - moved.X, Y = to.Y - moved.Y };
    }

    /// <summary>Transforms a point.</summary>
    public Vec Map(Vec p) => new((A * p.X) - (B * p.Y) + X, (B * p.X) + (A * p.Y) + Y);

    /// <summary>This transform followed by another one.</summary>
    public Similarity Then(Similarity next)
    {
        var origin = next.Map(new Vec(X, Y));
        return new Similarity((next.A * A) - (next.B * B), (next.B * A) + (next.A * B), origin.X, origin.Y);
    }

    /// <summary>The inverse transform.</summary>
    public Similarity Inverse()
    {
        var n = (A * A) + (B * B);
        var turn = new Similarity(A / n, -B / n, 0, 0);
        var origin = turn.Map(new Vec(X, Y));
        return turn with { X = -origin.X, Y = -origin.Y };
    }
}
