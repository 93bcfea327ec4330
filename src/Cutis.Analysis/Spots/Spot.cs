using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Spots;

/// <summary>What makes a spot dark.</summary>
internal enum SpotColour
{
    /// <summary>Melanin: darker in all colours, most in blue.</summary>
    Brown,

    /// <summary>Blood: darker in green and blue, hardly in red.</summary>
    Red,
}

/// <summary>A spot on the skin.</summary>
/// <param name="Colour">What makes it dark.</param>
/// <param name="Centre">In restored pixels.</param>
/// <param name="Area">Square millimetres.</param>
/// <param name="Density">Optical density of red, green and blue above the skin around it.</param>
/// <param name="Outline">Its ring, in restored pixels.</param>
internal sealed record Spot(SpotColour Colour, Vec Centre, double Area, (float R, float G, float B) Density, ImmutableArray<Vec> Outline);
