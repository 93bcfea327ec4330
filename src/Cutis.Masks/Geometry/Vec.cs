namespace Cutis.Masks.Geometry;

/// <summary>A point or a displacement in a plane, with x to the right and y down.</summary>
public readonly record struct Vec(double X, double Y)
{
    /// <summary>Sum of two displacements.</summary>
    public static Vec operator +(Vec a, Vec b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>Displacement from <paramref name="b"/> to <paramref name="a"/>.</summary>
    public static Vec operator -(Vec a, Vec b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>The displacement scaled by a factor.</summary>
    public static Vec operator *(Vec a, double k) => new(a.X * k, a.Y * k);

    /// <summary>Euclidean length.</summary>
    public double Length => Math.Sqrt((X * X) + (Y * Y));
}
