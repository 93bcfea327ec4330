using System.Collections.Immutable;
using Cutis.Masks.Colours;

namespace Cutis.Masks.Results;

/// <summary>A heat map as numbers: cells of equal size that fill the mask's view box, row by row from the top left.</summary>
/// <param name="Width">Cells in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Values">Intensities 0..1, one a cell; a value holds at the middle of its cell, and is interpolated between.</param>
/// <param name="Scale">Its colours; null for one colour.</param>
public sealed record HeatGrid(int Width, int Height, ImmutableArray<float> Values, ScaleFill? Scale);
