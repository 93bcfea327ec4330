using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Skin;

/// <summary>Properties of a photo that are measured before any skin is.</summary>
/// <param name="EdgeWidth">Standard deviation, in millimetres, of the blur of the sharpest edges in the face; smaller is sharper.</param>
/// <param name="DarkPercent">Share of the face with L* below 8.</param>
/// <param name="ClippedPercent">Share of the face with a channel at 254 or above.</param>
/// <param name="LightAsymmetry">Difference between the median L* of the two cheeks.</param>
/// <param name="MedianLightness">Median L* of the skin.</param>
/// <param name="InsidePercent">Share of the landmarks that lie inside the photo.</param>
/// <param name="IsGrey">The photo has no colour.</param>
/// <param name="Cast">How far the whites of the eyes are from neutral, in CIELAB.</param>
/// <param name="HasGlasses">Something lies around both eyes.</param>
/// <param name="EyesHidden">Something dark covers the eyes.</param>
internal sealed record PhotoLook(
    double EdgeWidth,
    double DarkPercent,
    double ClippedPercent,
    double LightAsymmetry,
    double MedianLightness,
    double InsidePercent,
    bool IsGrey,
    double Cast,
    bool HasGlasses,
    bool EyesHidden
)
{
    // A larger distance of the eyes' whites from neutral is a cast.
    private const double MaxCast = 18;

    /// <summary>The light or the camera tints the photo.</summary>
    public bool HasCast => Cast > MaxCast;

    public static PhotoLook Measure(SkinFrame frame)
    {
        var (face, data) = (frame.Area("face"), frame.Restored.Picture.Data);
        long all = 0,
            dark = 0,
            clipped = 0;
        for (var i = 0; i < face.Data.Length; i++)
        {
            if (face.Data[i] == 0)
                continue;
            all++;
            if (frame.L.Data[i] < 8)
                dark++;
            if (Math.Max(data[3 * i], Math.Max(data[(3 * i) + 1], data[(3 * i) + 2])) >= 254)
                clipped++;
        }

        var (right, left) = (Statistics.Compute(frame.L, frame.Area("right_cheek")), Statistics.Compute(frame.L, frame.Area("left_cheek")));
        var (a, b) = (Statistics.Compute(frame.A, face), Statistics.Compute(frame.B, face));
        var grey = Math.Abs(a.Median) < 1 && Math.Abs(b.Median) < 1 && a.RobustSigma < 1 && b.RobustSigma < 1;
        var skin = Statistics.Compute(frame.L, frame.Skin.Pixels);
        return new PhotoLook(
            Edges(frame),
            100.0 * dark / Math.Max(1, all),
            100.0 * clipped / Math.Max(1, all),
            Math.Abs(right.Median - left.Median),
            skin.Median,
            100 * frame.ShareInPhoto,
            grey,
            grey ? 0 : CastOf(frame),
            FrontThings.AreGlasses(frame),
            EyesAreHidden(frame, skin.Median)
        );
    }

    // Every face has edges around eyes, brows and mouth. For a step edge blurred by a Gaussian of σ, height divided by the steepest slope
    // is √(2π)·σ.
    private static double Edges(SkinFrame frame)
    {
        var smooth = Blur.Gaussian(frame.Work, frame.L, .7);
        var widths = new List<float>();
        var reach = (int)Math.Ceiling(2.5 * frame.Unit);
        foreach (
            var outline in new[]
            {
                AreaShapes.RightEye,
                AreaShapes.LeftEye,
                AreaShapes.RightBrow,
                AreaShapes.LeftBrow,
                AreaShapes.OuterLips,
            }
        )
        {
            foreach (var i in outline)
            {
                var place = frame.Points[i].Place;
                var (low, high, steepest) = (float.MaxValue, float.MinValue, 0f);
                for (var k = -reach; k <= reach; k++)
                {
                    var value = smooth.At(place.X, place.Y + k);
                    (low, high) = (Math.Min(low, value), Math.Max(high, value));
                    steepest = Math.Max(steepest, Math.Abs(smooth.At(place.X, place.Y + k + 1) - value));
                }

                if (high - low > 8 && steepest > 0)
                    widths.Add((high - low) / steepest / MathF.Sqrt(2 * MathF.PI) / (float)frame.Unit);
            }
        }

        return widths.Count == 0 ? 9 : Statistics.Compute(widths).Rank(.25);
    }

    private static double CastOf(SkinFrame frame)
    {
        var whites = new PixelMask(frame.Width, frame.Height);
        foreach (var eye in new[] { AreaShapes.RightEye, AreaShapes.LeftEye })
            whites = whites.Or(frame.Grown(eye, -.2));
        var bright = Statistics.Compute(frame.L, whites).Rank(.7);
        for (var i = 0; i < whites.Data.Length; i++)
            if (frame.L.Data[i] < bright)
                whites.Data[i] = 0;
        var (a, b) = (Statistics.Compute(frame.A, whites).Median, Statistics.Compute(frame.B, whites).Median);
        return Math.Sqrt((a * a) + (b * b));
    }

    private static bool EyesAreHidden(SkinFrame frame, float skin)
    {
        PixelMask Around(int[] eye) =>
            PixelMask.Fill(frame.Width, frame.Height, Array.ConvertAll(eye, i => frame.Points[i].Place)).Dilated(3 * frame.Unit);
        var (right, left) = (
            Statistics.Compute(frame.L, Around(AreaShapes.RightEye)),
            Statistics.Compute(frame.L, Around(AreaShapes.LeftEye))
        );
        return right.Rank(.8) < .6 * skin && left.Rank(.8) < .6 * skin;
    }
}
