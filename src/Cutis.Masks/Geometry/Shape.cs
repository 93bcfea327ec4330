using System.Collections.Immutable;
using Cutis.Masks.Results;

namespace Cutis.Masks.Geometry;

/// <summary>One thing that a mask marks, in view-box coordinates.</summary>
public abstract record Shape
{
    private protected Shape() { }

    /// <summary>How many vertices it has; counted against <see cref="ResultLimits.MaxVertices"/>.</summary>
    public abstract int Vertices { get; }
}

/// <summary>A polygon with any number of rings, filled even-odd: a ring within a ring is a hole.</summary>
/// <param name="Rings">Rings of points; closing them by repeating the first point is optional.</param>
public sealed record PolygonShape(ImmutableArray<ImmutableArray<Vec>> Rings) : Shape
{
    /// <inheritdoc/>
    public override int Vertices => Rings.Sum(ring => ring.Length);
}

/// <summary>A line through points, stroked with round caps and joins.</summary>
/// <param name="Points">The points, in order; a single point is drawn as a dot of the line's width.</param>
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
