using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Skin;

/// <summary>
/// How much blood is in the skin, from optical densities: (G − R) − ½·(B − G), in units that on light skin are about those of a*.
/// </summary>
/// <remarks>
/// G − R is the erythema index of Diffey, Oliver and Farr (1984), which a shade over all channels does not change. Melanin absorbs the
/// more the shorter the wavelength, and light is warmer or colder along the same axis: both raise G − R about half as much as B − G, blood
/// hardly changes B − G (compare the separation of Tsumura et al. 1999). What is left is neither light nor pigment, and the same on all
/// skin tones.
/// </remarks>
internal static class Haemoglobin
{
    private const float Scale = 40;
    private const float PigmentShare = .5f;

    // In millimetres: how far lips and nostrils colour what is beside them.
    private const double LipMargin = 3;
    private const double NostrilMargin = 2.2;

    /// <summary>Where blood is measured: the skin without what lips and nostrils colour.</summary>
    public static PixelMask Where(SkinFrame frame) =>
        frame
            .Skin.Pixels.Without(frame.Grown(AreaShapes.OuterLips, LipMargin))
            .Without(frame.Grown(AreaShapes.RightNostril, NostrilMargin))
            .Without(frame.Grown(AreaShapes.LeftNostril, NostrilMargin));

    /// <summary>
    /// The index above that of the face's own skin in the same light, smoothed; 0 far from where it is measured.
    /// </summary>
    /// <param name="frame">The face.</param>
    /// <param name="where">Where it is measured.</param>
    /// <param name="sigma">Width of the smoothing in pixels.</param>
    public static Plane Compute(SkinFrame frame, PixelMask where, double sigma)
    {
        var (r, g, b) = (frame.Density[0].Data, frame.Density[1].Data, frame.Density[2].Data);
        var index = Plane.Create(frame.Work, frame.Width, frame.Height, i => Scale * (g[i] - r[i] - (PigmentShare * (b[i] - g[i]))));
        // Blood hardly absorbs red, so that red is the shade.
        var weights = Blur.BlurMask(frame.Work, where, sigma);
        var (blood, shade) = (
            Blur.Masked(frame.Work, index, where, sigma, weights),
            Blur.Masked(frame.Work, frame.Density[0], where, sigma, weights)
        );
        var light = LightField.Fit(blood, shade, where);
        for (var i = 0; i < where.Data.Length; i++)
            if (where.Data[i] != 0)
                blood.Data[i] -= light.At(i % frame.Width, i / frame.Width, shade.Data[i]);
        frame.Work.Free(index, shade, weights);
        return blood;
    }
}
