using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Skin;

/// <summary>Bare skin: the face without eyes, brows, lips and nostrils, and without anything of another colour.</summary>
/// <param name="Pixels">The skin.</param>
/// <param name="Excluded">Eyes, brows, lips and nostrils with a margin.</param>
/// <param name="Smooth">The skin without the lids and the flanks and wings of the nose, where relief casts shadows on every face.</param>
/// <param name="Coverage">Share of the face that is skin, 0..1; a low value means that something hides the face.</param>
/// <param name="Hair">Share of the face that is hair, 0..1.</param>
internal sealed record SkinMask(PixelMask Pixels, PixelMask Excluded, PixelMask Smooth, double Coverage, double Hair)
{
    // The colour test needs no detail: half the resolution is a quarter of the work.
    private const int Half = 2;

    public static SkinMask Compute(SkinFrame frame)
    {
        var face = frame.Area("face").Eroded(3 * frame.Unit);
        var excluded = Exclusions(frame);
        var inside = face.Without(excluded);
        var unit = frame.Unit / Half;
        var small = inside.Shrunk(Half);
        var hair = FacialHair.Find(frame, small, unit, Half);
        var coloured = Coloured(frame, small, unit);
        var whole = Components.AtLeast(coloured.Without(hair).Eroded(.8 * unit), (int)(40 * unit * unit)).Dilated(.6 * unit).Without(hair);
        var pixels = whole.Grown(frame.Width, frame.Height, Half).And(inside);
        return new SkinMask(
            pixels,
            excluded,
            pixels.Without(Relief(frame)),
            (double)pixels.Count / Math.Max(1, inside.Count),
            (double)hair.And(small).Count / Math.Max(1, small.Count)
        );
    }

    private static PixelMask Relief(SkinFrame frame)
    {
        PixelMask Both(int[] right, double margin) => frame.Grown(right, margin).Or(frame.Grown(AreaShapes.Mirrored(right), margin));
        return Both(AreaShapes.RightLid, 1).Or(Both(AreaShapes.RightNoseFlank, 1.2)).Or(frame.Grown(AreaShapes.NoseTip, 1.5));
    }

    private static PixelMask Exclusions(SkinFrame frame) =>
        frame
            .Grown(AreaShapes.RightEye, 2.4)
            .Or(frame.Grown(AreaShapes.LeftEye, 2.4))
            .Or(frame.Grown(AreaShapes.RightBrow, 1.6))
            .Or(frame.Grown(AreaShapes.LeftBrow, 1.6))
            .Or(frame.Grown(AreaShapes.OuterLips, 1.5))
            .Or(frame.Grown(AreaShapes.RightNostril, .8))
            .Or(frame.Grown(AreaShapes.LeftNostril, .8));

    // Near the colours of cheeks and nose: a robust Gaussian in CIELAB. Lightness counts less than hue, and least where it is higher,
    // because highlights are skin.
    private static PixelMask Coloured(SkinFrame frame, PixelMask inside, double unit)
    {
        var work = frame.Work;
        Plane Smooth(Plane plane) => Blur.Gaussian(work, Blur.Shrunk(work, plane, Half), .6 * unit);
        var (l, a, b) = (Smooth(frame.L), Smooth(frame.A), Smooth(frame.B));
        var sample = frame.Area("right_cheek").Or(frame.Area("left_cheek")).Or(frame.Area("nose")).Shrunk(Half).And(inside);
        var (sl, sa, sb) = (Statistics.Compute(l, sample), Statistics.Compute(a, sample), Statistics.Compute(b, sample));
        var (ml, ma, mb) = (sl.Median, sa.Median, sb.Median);
        var (dl, da, db) = (Math.Max(9, sl.RobustSigma), Math.Max(3.5f, sa.RobustSigma), Math.Max(4, sb.RobustSigma));
        var mask = new PixelMask(inside.Width, inside.Height);
        for (var i = 0; i < mask.Data.Length; i++)
        {
            if (inside.Data[i] == 0)
                continue;
            var u = (l.Data[i] - ml) / dl;
            u *= u < 0 ? .85f : .5f;
            var (v, w) = ((a.Data[i] - ma) / da, (b.Data[i] - mb) / db);
            if ((u * u) + (.5f * v * v) + (.5f * w * w) < 12 && l.Data[i] > 4)
                mask.Data[i] = 1;
        }

        return mask;
    }
}
