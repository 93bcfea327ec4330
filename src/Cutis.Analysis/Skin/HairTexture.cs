using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Skin;

/// <summary>
/// How smooth a face is around a place. Where hairs are resolved, hair is texture everywhere, and skin with spots is smooth between
/// them.
/// </summary>
internal sealed class HairTexture
{
    /// <summary>Pixels per millimetre from which on hairs are resolved.</summary>
    public const double MinUnit = 4;

    // In millimetres: hairs lie between these widths, and this far around a place counts.
    private const double Fine = .15;
    private const double Coarse = .45;
    private const double Reach = 4;
    private const double PlacesAMillimetre = 2.5;

    // Twice the standard deviation of noise, whose median magnitude is 0.67 of it; and the least noise of coded values.
    private const float MaxInNoise = 3;
    private const float MinNoise = .5f;

    private readonly Plane _smooth;
    private readonly double _step;

    private HairTexture(Plane smooth, double step) => (_smooth, _step) = (smooth, step);

    /// <param name="face">The face.</param>
    /// <param name="skin">Places in the restored image that are skin beyond doubt.</param>
    /// <param name="work">Threads and planes.</param>
    public static HairTexture Compute(RestoredFace face, IReadOnlyList<Vec> skin, Work work)
    {
        var step = Math.Max(1, (int)(face.PixelsPerMillimetre / PlacesAMillimetre));
        var (width, data) = (face.Picture.Width, face.Picture.Data);
        var green = Plane.Create(work, width, face.Picture.Height, i => data[(3 * i) + 1]);
        var small = Blur.Shrunk(work, green, step);
        var unit = face.PixelsPerMillimetre / step;
        var (fine, coarse) = (Blur.Gaussian(work, small, Fine * unit), Blur.Gaussian(work, small, Coarse * unit));
        var texture = Plane.Create(work, small.Width, small.Height, i => Math.Abs(fine.Data[i] - coarse.Data[i]));
        var noise = Statistics.Compute(skin.Select(p => texture.At(p.X / step, p.Y / step))).Median;
        var limit = MaxInNoise * Math.Max(MinNoise, noise);
        var flat = Plane.Create(work, small.Width, small.Height, i => texture.Data[i] < limit ? 1 : 0);
        var share = Blur.Gaussian(work, flat, Reach * unit);
        work.Free(green, coarse, texture, flat);
        if (!ReferenceEquals(fine, small))
            work.Free(fine);
        if (step > 1)
            work.Free(small);
        return new HairTexture(share, step);
    }

    /// <summary>The share of what lies around a place of the restored image that is as smooth as skin, 0..1.</summary>
    public float Smoothness(Vec restored) => _smooth.At((restored.X / _step) - .5, (restored.Y / _step) - .5);
}
