using System.Collections.Immutable;
using Cutis.Masks.Results;

namespace Cutis.Masks.Geometry;

/// <summary>One shape of a mask, in view-box coordinates.</summary>
public abstract record Shape
{
    private protected Shape() { }

    /// <summary>Number of its vertices, which counts towards <see cref="ResultLimits.MaxVertices"/>.</summary>
    public abstract int Vertices { get; }
}

/// <summary>A polygon with any number of rings, filled by the even-odd rule: a ring within a ring is a hole.</summary>
/// <param name="Rings">Rings of points; the first point may be repeated at the end.</param>
public sealed record PolygonShape(ImmutableArray<ImmutableArray<Vec>> Rings) : Shape
{
    /// <inheritdoc/>
    public override int Vertices => Rings.Sum(ring => ring.Length);
}

/// <summary>A polyline, stroked with round caps and joins.</summary>
/// <param name="Points">The points in order; a single point is drawn as a dot of the line's width.</param>
public sealed record PolylineShape(ImmutableArray<Vec> Points) : Shape
{
    /// <inheritdoc/>
    public override int Vertices => Points.Length;
}

/// <summary>A dot.</summary>
/// <param name="Centre">Its centre.</param>
/// <param name="Radius">Radius in view-box units, 0 or more; 0 means the default radius of the style.</param>
public sealed record PointShape(Vec Centre, double Radius) : Shape
{
    /// <inheritdoc/>
    public override int Vertices => 1;
}
