using System.Collections.Immutable;
using Cutis.Masks.Colours;

namespace Cutis.Masks.Results;

/// <summary>A heat map as numbers: cells of equal size that fill the mask's view box, row by row from the top left.</summary>
/// <param name="Width">Cells per row.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Values">Intensities 0..1, one per cell; a value applies at the centre of its cell and is interpolated in between.</param>
/// <param name="Scale">Its colour scale; null for a single colour.</param>
public sealed record HeatGrid(int Width, int Height, ImmutableArray<float> Values, ScaleFill? Scale);
