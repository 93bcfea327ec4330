using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>Intensities on a grid that lies over a picture, possibly rotated; interpolated between the centres of its cells.</summary>
/// <param name="Width">Cells per row.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Values">Intensities 0..1, row by row.</param>
/// <param name="Origin">Position of the first corner of the first cell, in pixels.</param>
/// <param name="Across">Position of the other end of the first row of cells.</param>
/// <param name="Down">Position of the other end of the first column of cells.</param>
public sealed record HeatField(int Width, int Height, ImmutableArray<float> Values, Vec Origin, Vec Across, Vec Down)
{
    /// <summary>The field in other coordinates; the mapping must be affine.</summary>
    public HeatField Mapped(Func<Vec, Vec> point) => this with { Origin = point(Origin), Across = point(Across), Down = point(Down) };
}
