using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Skin;

/// <summary>
/// Finds hair on the face, and the seams of a hand before it: where the red channel, in which marks of the skin show least, is full
/// of strong fine detail.
/// </summary>
internal static class FacialHair
{
    // Millimetres. A line or a pore is alone, hairs stand close: detail is what is finer than this, and its mean is taken over that.
    private const double Detail = .7;
    private const double Window = 2.5;

    // Optical density. Painted marks at twice their usual contrast stay below half of it, drawn beards and fingers are at twice of it.
    private const float MinDetail = .1f;
    private const float MinInMedian = 6;

    // Square millimetres: wings of the nose and corners of the mouth are smaller.
    private const double MinArea = 60;
    private const double Margin = 1.5;

    /// <summary>The pixels of hair.</summary>
    /// <param name="frame">The face.</param>
    /// <param name="inside">Where to look, at a fraction of the size.</param>
    /// <param name="unit">Pixels of that a millimetre.</param>
    /// <param name="factor">How many times smaller that is.</param>
    public static PixelMask Find(SkinFrame frame, PixelMask inside, double unit, int factor)
    {
        var work = frame.Work;
        var red = Blur.Shrunk(work, frame.Density[0], factor);
        var smooth = Blur.Gaussian(work, red, Detail * unit);
        var detail = Plane.Create(work, red.Width, red.Height, i => Math.Abs(red.Data[i] - smooth.Data[i]));
        var mean = Blur.Masked(work, detail, inside, Window * unit);
        var least = Math.Max(MinDetail, MinInMedian * Statistics.Compute(mean, inside).Median);
        var mask = new PixelMask(inside.Width, inside.Height);
        for (var i = 0; i < mask.Data.Length; i++)
            if (inside.Data[i] != 0 && mean.Data[i] > least)
                mask.Data[i] = 1;
        work.Free(red, smooth, detail, mean);
        return Components.AtLeast(mask, (int)(MinArea * unit * unit)).Dilated(Margin * unit);
    }
}
