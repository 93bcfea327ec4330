namespace Cutis.Imaging.Raster;

/// <summary>A shape that can be seen: a disc, or rings of edges filled even-odd.</summary>
/// <param name="Top">First row of pixels.</param>
/// <param name="Bottom">Row after the last one.</param>
/// <param name="Left">First column.</param>
/// <param name="Right">Column after the last one.</param>
/// <param name="First">Its first edge.</param>
/// <param name="End">The edge after its last one; a disc has none.</param>
/// <param name="Chains">Chains of its edges, where these may cross or touch one another; 0 where they do not.</param>
/// <param name="Disc">The disc, if it is one.</param>
internal readonly record struct ShapeEntry(int Top, int Bottom, int Left, int Right, int First, int End, int Chains, Ellipse Disc);

/// <summary>A disc, its values beside those of its shape: thousands are looked at one after the other.</summary>
internal readonly record struct Ellipse(double X, double Y, double RadiusX, double RadiusY)
{
    /// <summary>False of a shape that is none.</summary>
    public bool IsThere => RadiusX > 0;
}
