using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Skin;

/// <summary>The side of a turned head that faces away from the camera: it is seen too flatly to measure.</summary>
internal static class FarSide
{
    // Up to here both sides are seen well enough, in degrees.
    private const double MaxYaw = 20;

    // The middle of the face from the forehead to the chin.
    private static readonly int[] Middle = [10, 151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 2, 0, 13, 14, 17, 18, 200, 199, 175, 152];

    /// <summary>Whether one side is left out.</summary>
    public static bool IsTurned(Pose pose) => Math.Abs(pose.Yaw) > MaxYaw;

    /// <summary>The pixels of the far side; null when the head is not turned.</summary>
    public static PixelMask? Of(SkinFrame frame)
    {
        if (!IsTurned(frame.Face.Pose))
            return null;
        // A face that looks to the right as seen shows its right half, which lies left of the middle as seen.
        var edge = frame.Face.Pose.Yaw > 0 ? frame.Width : 0;
        var middle = Array.ConvertAll(Middle, i => frame.Points[i].Place);
        return PixelMask.Fill(
            frame.Width,
            frame.Height,
            [
                [new Vec(edge, 0), new Vec(middle[0].X, 0), .. middle, new Vec(middle[^1].X, frame.Height), new Vec(edge, frame.Height)],
            ]
        );
    }
}
