using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>Intensities on a grid that lies over a picture, perhaps turned; interpolated between the middles of its cells.</summary>
/// <param name="Width">Cells in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Values">Intensities 0..1, row by row.</param>
/// <param name="Origin">Where the first corner of the first cell lies, in pixels.</param>
/// <param name="Across">Where the other end of the first row of cells lies.</param>
/// <param name="Down">Where the other end of the first column of cells lies.</param>
public sealed record HeatField(int Width, int Height, ImmutableArray<float> Values, Vec Origin, Vec Across, Vec Down)
{
    /// <summary>The field in other coordinates; straight lines must stay straight.</summary>
    public HeatField Mapped(Func<Vec, Vec> point) => this with { Origin = point(Origin), Across = point(Across), Down = point(Down) };
}
