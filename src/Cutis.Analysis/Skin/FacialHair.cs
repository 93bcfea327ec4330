using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Skin;

/// <summary>
/// Finds facial hair, and the outline of a hand in front of the face: regions where the red channel, in which skin marks show least, is
/// dense with strong fine detail.
/// </summary>
internal static class FacialHair
{
    // In millimetres. A line or a pore is isolated, hairs are dense: detail is whatever is finer than this, and is averaged over this
    // distance.
    private const double Detail = .7;
    private const double Window = 2.5;

    // Optical density. Painted marks at twice their usual contrast stay below half of it; drawn beards and fingers reach twice as much.
    private const float MinDetail = .1f;
    private const float MinInMedian = 6;

    // In square millimetres; wings of the nose and corners of the mouth are smaller.
    private const double MinArea = 60;
    private const double Margin = 1.5;

    /// <summary>The pixels of hair.</summary>
    /// <param name="frame">The face.</param>
    /// <param name="inside">Where to search, at reduced resolution.</param>
    /// <param name="unit">Pixels per millimetre at that resolution.</param>
    /// <param name="factor">The factor of the reduction.</param>
    public static PixelMask Find(SkinFrame frame, PixelMask inside, double unit, int factor)
    {
        var work = frame.Work;
        var red = Blur.Shrunk(work, frame.Density[0], factor);
        var smooth = Blur.Gaussian(work, red, Detail * unit);
        var detail = Plane.Create(work, red.Width, red.Height, i => Math.Abs(red.Data[i] - smooth.Data[i]));
        var mean = Blur.Masked(work, detail, inside, Window * unit);
        var minimum = Math.Max(MinDetail, MinInMedian * Statistics.Compute(mean, inside).Median);
        var mask = new PixelMask(inside.Width, inside.Height);
        for (var i = 0; i < mask.Data.Length; i++)
            if (inside.Data[i] != 0 && mean.Data[i] > minimum)
                mask.Data[i] = 1;
        work.Free(red, smooth, detail, mean);
        return Components.AtLeast(mask, (int)(MinArea * unit * unit)).Dilated(Margin * unit);
    }
}
