namespace Cutis.Imaging.Raster;

/// <summary>A visible shape: a disc, or rings of edges filled by the even-odd rule.</summary>
/// <param name="Top">First row of pixels.</param>
/// <param name="Bottom">The row after the last one.</param>
/// <param name="Left">First column.</param>
/// <param name="Right">The column after the last one.</param>
/// <param name="First">Index of its first edge.</param>
/// <param name="End">Index after its last edge; a disc has no edges.</param>
/// <param name="Chains">Number of monotone chains if these may cross or touch one another; otherwise 0.</param>
/// <param name="Disc">The disc, if it is one.</param>
internal readonly record struct ShapeEntry(int Top, int Bottom, int Left, int Right, int First, int End, int Chains, Ellipse Disc);

/// <summary>A disc, stored within its shape: thousands are visited one after the other.</summary>
internal readonly record struct Ellipse(double X, double Y, double RadiusX, double RadiusY)
{
    /// <summary>False when the shape is not a disc.</summary>
    public bool IsThere => RadiusX > 0;
}
