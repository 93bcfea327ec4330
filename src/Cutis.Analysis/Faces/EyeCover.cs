using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>
/// Hides the eyes with their surroundings, from above the brows to below the orbits: a band across the face, in which every pixel gets
/// one and the same colour. Nothing of what was there is left in the pixels.
/// </summary>
internal static class EyeCover
{
    // Of the distance between the irises: how far the band reaches beyond brows, lids and temples.
    private const double Margin = .12;
    private const double BelowEyes = .42;

    // Mid-grey: the colour tells nothing of the skin beneath.
    private const byte Grey = 128;

    // Points of the mesh along both brows, both eyes and the temples.
    private static readonly int[] Outline =
    [
        .. (ReadOnlySpan<int>)[70, 63, 105, 66, 107, 46, 53, 52, 65, 55],
        .. (ReadOnlySpan<int>)[300, 293, 334, 296, 336, 276, 283, 282, 295, 285],
        .. (ReadOnlySpan<int>)[33, 133, 145, 159, 263, 362, 374, 386],
        .. (ReadOnlySpan<int>)[127, 34, 356, 264],
    ];

    /// <summary>Covers the eyes in pixels whose eyes are level.</summary>
    /// <param name="picture">The pixels, which are changed.</param>
    /// <param name="points">The landmarks in its pixels.</param>
    public static void Paint(RgbImage picture, IReadOnlyList<Vec> points)
    {
        var part = Band(points, picture.Width, picture.Height);
        for (var y = part.Top; y < part.Bottom; y++)
            picture.Data.AsSpan(3 * ((y * picture.Width) + part.Left), 3 * (part.Right - part.Left)).Fill(Grey);
    }

    /// <summary>The band in pixels.</summary>
    public static (int Left, int Top, int Right, int Bottom) Band(IReadOnlyList<Vec> points, int width, int height)
    {
        var (rightEye, leftEye) = (points[MeshPoints.RightIrisCentre], points[MeshPoints.LeftIrisCentre]);
        var unit = (leftEye - rightEye).Length;
        var outline = Array.ConvertAll(Outline, i => points[i]);
        var (left, right) = (outline.Min(p => p.X) - (Margin * unit), outline.Max(p => p.X) + (Margin * unit));
        var top = outline.Min(p => p.Y) - (Margin * unit);
        var bottom = Math.Max(rightEye.Y, leftEye.Y) + (BelowEyes * unit);
        return (
            (int)Math.Clamp(Math.Floor(left), 0, width),
            (int)Math.Clamp(Math.Floor(top), 0, height),
            (int)Math.Clamp(Math.Ceiling(right), 0, width),
            (int)Math.Clamp(Math.Ceiling(bottom), 0, height)
        );
    }
}
