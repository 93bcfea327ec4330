using System.Collections.Immutable;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Skin;

namespace Cutis.Analysis.Algorithms;

/// <summary>How suitable the photo is for measuring: sharpness, exposure, light, pose, size and occlusion.</summary>
/// <remarks>
/// Sharpness is the mean width of the sharpest edges, in millimetres of blur: a no-reference measure after Marziliano, Dufaux, Winkler and
/// Ebrahimi, "A no-reference perceptual blur metric" (ICIP 2002). <see cref="PhotoLook"/> computes it.
/// </remarks>
internal sealed class Quality : IAlgorithm
{
    public string TechName => "quality";

    public int Version => 4;

    public AlgorithmStatus Status => AlgorithmStatus.Stable;

    public Requirements Gate => Requirements.Open;

    public IReadOnlyList<string> Areas { get; } = ["face"];

    public Finding Find(SkinFrame frame)
    {
        var look = frame.FindOnce(PhotoLook.Measure);
        var pose = frame.Face.Pose;
        double Clear(double value, double bad, double good) =>
            Math.Round(100 * Math.Clamp((value - bad) / (good - bad), 0, 1), MidpointRounding.AwayFromZero);
        var size = Clear(frame.Face.PupilDistance, 40, 320);
        var sharp = Clear(look.EdgeWidth, 1.3, .45);
        var exposure = Scoring.Score("quality_bad_exposure_percent", Math.Max(0, look.DarkPercent + look.ClippedPercent - 2));
        var light = Scoring.Score("quality_light_asymmetry", Math.Max(0, look.LightAsymmetry - 3));
        var turn = Math.Min(
            Scoring.Score("quality_yaw_degrees", Math.Max(0, Math.Abs(pose.Yaw) - 4)),
            Scoring.Score("quality_pitch_degrees", Math.Max(0, Math.Abs(pose.Pitch) - 6))
        );
        var whole = Clear(look.InsidePercent, 60, 100);
        var free = Clear(frame.Skin.Coverage, .35, .85);
        double[] parts = [size, sharp, exposure, light, turn, whole, free];
        var total = Math.Round((.5 * parts.Min()) + (.5 * parts.Average()), MidpointRounding.AwayFromZero);
        var (unit, disagreement) = frame.Face.Scale;
        var problems = Problems(frame, look, disagreement);
        var finding = new Finding(
            [
                new AreaFinding(
                    "face",
                    Measure.Score("image_quality_score", "Image quality", total),
                    [
                        Measure.Score("full_face_score", "Whole face in the picture", whole),
                        Measure.Score("rotation_score", "Facing the camera", turn),
                        Measure.Score("occlusion_score", "Nothing hides the face", free),
                        Measure.Score("shadows_score", "Even light", light),
                        Measure.Score("sharpness_score", "Sharpness", sharp),
                        Measure.Score("exposure_score", "Exposure", exposure),
                        Measure.Score("size_score", "Size of the face", size),
                        Measure.Raw("angles_yaw_angle_degree", "Yaw", pose.Yaw, "degrees"),
                        Measure.Raw("angles_pitch_angle_degree", "Pitch", pose.Pitch, "degrees"),
                        Measure.Raw("angles_roll_angle_degree", "Roll", pose.Roll, "degrees"),
                        Measure.Raw("edge_width", "Width of the sharpest edges", look.EdgeWidth, "mm"),
                        Measure.Raw("dark_percent", "Share of dark pixels", look.DarkPercent, "%"),
                        Measure.Raw("clipped_percent", "Share of clipped pixels", look.ClippedPercent, "%"),
                        Measure.Raw("light_asymmetry", "L* of one cheek above the other", look.LightAsymmetry),
                        Measure.Raw("inter_pupil_pixels", "Pixels between the pupils", frame.Face.PupilDistance),
                        Measure.Raw("face_width_pixels", "Width of the face in pixels", frame.Face.Box.Width),
                        Measure.Raw("pixels_per_millimetre", "Pixels a millimetre in the photo", unit),
                        Measure.Raw("scale_disagreement", "Iris against pupil distance, logarithm", disagreement),
                        Measure.Raw("skin_coverage", "Share of the face that shows skin", 100 * frame.Skin.Coverage, "%"),
                    ]
                ),
            ],
            null
        )
        {
            Problems = problems,
        };
        return finding with { Words = QualityWords.Create(problems, finding.Areas[0].Others) };
    }

    private static ImmutableArray<string> Problems(SkinFrame frame, PhotoLook look, double disagreement)
    {
        var list = ImmutableArray.CreateBuilder<string>();
        if (frame.Face.PupilDistance < 82)
            list.Add("face_too_small");
        if (look.InsidePercent < 95)
            list.Add("face_cut_off");
        if (look.EdgeWidth > 1)
            list.Add("blurred");
        if (look.MedianLightness < 22 && look.DarkPercent > 5)
            list.Add("too_dark");
        if (look.ClippedPercent > 5)
            list.Add("overexposed");
        if (look.LightAsymmetry > 12)
            list.Add("uneven_light");
        if (Requirements.IsTurned(frame.Face.Pose))
            list.Add("head_turned");
        if (look.IsGrey)
            list.Add("greyscale");
        else if (look.HasCast)
            list.Add("colour_cast");
        if (look.HasGlasses)
            list.Add("glasses");
        if (!look.IsGrey && FrontThings.IsHand(frame))
            list.Add("hand");
        if (FrontThings.IsHat(frame))
            list.Add("hat");
        if (look.EyesHidden)
            list.Add("eyes_hidden");
        if (frame.Skin.Coverage < .6 || frame.Skin.Hidden > .05)
            list.Add("face_partly_hidden");
        if (disagreement > .3)
            list.Add("uncertain_scale");
        return list.DrainToImmutable();
    }
}
