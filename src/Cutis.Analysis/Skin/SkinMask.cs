using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Skin;

/// <summary>Bare skin to be measured: what is skin by its class, without eyes, brows, lips and nostrils.</summary>
/// <param name="Pixels">The skin.</param>
/// <param name="Excluded">Eyes, brows, lips and nostrils with a margin.</param>
/// <param name="Likely">
/// Where skin is more probable than anything else: lines and spots are looked for here, because the darkest of them make the network doubt.
/// </param>
/// <param name="Smooth">The same without the lids and the flanks and wings of the nose, where relief casts shadows on every face.</param>
/// <param name="Shaven">The same without what lies near a beard, where stubble is dark dots.</param>
/// <param name="Coverage">Share of the face that is skin, 0..1; a low value means that something hides the face.</param>
/// <param name="Hidden">Share of the face that facial hair or something in front of it hides, 0..1.</param>
internal sealed record SkinMask(
    PixelMask Pixels,
    PixelMask Excluded,
    PixelMask Likely,
    PixelMask Smooth,
    PixelMask Shaven,
    double Coverage,
    double Hidden
)
{
    // What is measured is sure to be skin: four times as probable as anything else.
    private const float MinLead = .6f;

    // Single strands before the skin leave the network almost sure of skin.
    private const float MaxHair = .025f;

    // Who has a beard has stubble this far around it, in millimetres, in which the network sees skin.
    private const double StubbleReach = 9;
    private const float BeardChance = .5f;

    // Hair, brows, frames and hands have soft edges: skin keeps this distance from them, in millimetres.
    private const double Margin = .9;

    // In square millimetres; smaller islands of skin lie between strands of hair.
    private const double MinIsland = 40;

    // The network takes a black spot for something else; hair, frames and hands are larger.
    private const double MaxMole = 45;

    // Hair in the face, a frame, a hand: smaller ones are flecks that the network took for one.
    private const double MinHidden = 15;

    public static SkinMask Compute(SkinFrame frame)
    {
        // Classes need no detail: half the resolution is a quarter of the work.
        var step = frame.Unit < 3 ? 1 : 2;
        var unit = frame.Unit / step;
        var face = frame.Area("face").Eroded(3 * frame.Unit);
        var excluded = Exclusions(frame);
        var inside = face.Without(excluded);
        var small = inside.Shrunk(step);
        var misplaced = Misplaced(frame, step);
        PixelMask Bare(PixelMask others)
        {
            var bare = small.Without(WithoutMoles(others.Without(misplaced), unit).Dilated(Margin * unit));
            var whole = Components.AtLeast(bare.Eroded(.4 * unit), (int)(MinIsland * unit * unit)).Dilated(.4 * unit).And(bare);
            return whole.Grown(frame.Width, frame.Height, step).And(inside);
        }

        var strands = Above(frame, frame.Classes.Probability(FaceClass.Hair, frame, step), MaxHair, true);
        var pixels = Bare(Above(frame, FaceClass.Skin, step, MinLead, false).Or(strands));
        var likely = Bare(Above(frame, FaceClass.Skin, step, 0, false));
        var coverage = (double)likely.Count / Math.Max(1, inside.Count);
        if (FarSide.Of(frame) is { } far)
            (pixels, likely) = (pixels.Without(far), likely.Without(far));
        var smooth = likely.Without(Relief(frame));
        var shaven = smooth;
        if (frame.Classes.HasBeard)
        {
            var beard = Above(frame, frame.Classes.Probability(FaceClass.FacialHair, frame, step), BeardChance, true);
            var stubble = beard.Dilated(StubbleReach * unit).Grown(frame.Width, frame.Height, step);
            (pixels, shaven) = (pixels.Without(stubble), shaven.Without(stubble));
        }

        // What has no class of its own, such as a mask or a strange hand, is background; well inside the face there is none.
        var deep = frame.Area("face").Eroded(8 * frame.Unit).Without(excluded).Shrunk(step);
        var hidden = Above(frame, FaceClass.FacialHair, step, 0, true)
            .Or(Above(frame, FaceClass.Object, step, 0, true))
            .And(small)
            .Or(Above(frame, FaceClass.Background, step, 0, true).And(deep));
        return new SkinMask(
            pixels,
            excluded,
            likely,
            smooth,
            shaven,
            coverage,
            (double)Components.AtLeast(hidden, (int)(MinHidden * unit * unit)).Count / Math.Max(1, small.Count)
        );
    }

    private static PixelMask Above(SkinFrame frame, FaceClass of, int step, float level, bool leads) =>
        Above(frame, frame.Classes.Lead(of, frame, step), level, leads);

    // Where a plane is above a level, or at most that; the plane is freed.
    private static PixelMask Above(SkinFrame frame, Plane plane, float level, bool isAbove)
    {
        var mask = new PixelMask(plane.Width, plane.Height);
        for (var i = 0; i < mask.Data.Length; i++)
            mask.Data[i] = (byte)(plane.Data[i] > level == isAbove ? 1 : 0);
        frame.Work.Free(plane);
        return mask;
    }

    // A black mole looks like a piece of a brow; brows and eyes are where the mesh has them.
    private static PixelMask Misplaced(SkinFrame frame, int step)
    {
        var eyes = frame.Area("right_eye_area").Or(frame.Area("left_eye_area")).Dilated(5 * frame.Unit).Shrunk(step);
        return Above(frame, FaceClass.Brow, step, 0, true).Or(Above(frame, FaceClass.Eye, step, 0, true)).Without(eyes);
    }

    private static PixelMask WithoutMoles(PixelMask others, double unit) => Components.AtLeast(others, (int)(MaxMole * unit * unit));

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
}
