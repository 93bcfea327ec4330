using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Spots;

/// <summary>What causes a spot to be dark.</summary>
internal enum SpotColour
{
    /// <summary>Melanin: darker in all channels, most in blue.</summary>
    Brown,

    /// <summary>Blood: darker in green and blue, hardly in red.</summary>
    Red,
}

/// <summary>A spot on the skin.</summary>
/// <param name="Colour">What causes it to be dark.</param>
/// <param name="Centre">Centre in pixels of the restored image.</param>
/// <param name="Area">Area in square millimetres.</param>
/// <param name="Density">Optical density of red, green and blue above the surrounding skin.</param>
/// <param name="Outline">Its ring in pixels of the restored image.</param>
internal sealed record Spot(SpotColour Colour, Vec Centre, double Area, (float R, float G, float B) Density, ImmutableArray<Vec> Outline);
