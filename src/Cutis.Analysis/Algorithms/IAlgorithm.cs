using Cutis.Analysis.Faces;
using Cutis.Analysis.Skin;

namespace Cutis.Analysis.Algorithms;

/// <summary>How far an algorithm can be trusted; docs/analysis.md has the figures behind it.</summary>
public enum AlgorithmStatus
{
    /// <summary>Measures well on every skin tone of the self-check.</summary>
    Stable,

    /// <summary>Useful, with known weaknesses.</summary>
    Beta,

    /// <summary>Depends strongly on light, sharpness or skin tone.</summary>
    Experimental,
}

/// <summary>What an algorithm requires of a photo.</summary>
/// <param name="PixelsPerMillimetre">Minimum resolution on the face.</param>
/// <param name="Skin">Whether it measures skin, so that a head that is turned very far is refused.</param>
/// <param name="Colour">Whether it measures colour, which a greyscale or strongly tinted photo does not have.</param>
internal sealed record Requirements(double PixelsPerMillimetre, bool Skin, bool Colour = false)
{
    /// <summary>Accepts any face.</summary>
    public static Requirements Open { get; } = new(0, false);

    private const double MaxYaw = 45;
    private const double MaxPitch = 20;
    private const double MaxCast = 30;

    // What is cut off would be measured on nothing.
    private const double MinShareInPhoto = .8;

    /// <summary>Whether a head does not face the camera.</summary>
    public static bool IsTurned(Pose pose) => FarSide.IsTurned(pose) || Math.Abs(pose.Pitch) > MaxPitch;

    /// <summary>Why a face does not meet the requirements; null when it does.</summary>
    public Refusal? Refuse(SkinFrame frame)
    {
        if (frame.Unit < PixelsPerMillimetre)
            return new Refusal(
                "resolution",
                // Rounded down, so that it is never what is asked for.
                $"The face has {Math.Floor(10 * frame.Unit) / 10:0.0} pixels a millimetre; {PixelsPerMillimetre:0.0} are needed "
                    + $"(pupils about {63 * PixelsPerMillimetre:0} pixels apart)."
            );
        if (Skin && frame.ShareInPhoto < MinShareInPhoto)
            return new Refusal("not_full_face", "Not full face");
        return (Skin ? Turned(frame.Face.Pose) : null) ?? (Colour ? Colourless(frame) : null);
    }

    /// <summary>Why a head is turned too far; null when it is not.</summary>
    public static Refusal? Turned(Pose pose) =>
        Math.Abs(pose.Yaw) > MaxYaw ? TooFar(pose.Yaw, "to the side", MaxYaw)
        : Math.Abs(pose.Pitch) > MaxPitch ? TooFar(pose.Pitch, pose.Pitch > 0 ? "down" : "up", MaxPitch)
        : null;

    // Rounded up, so that it is never what is allowed.
    private static Refusal TooFar(double angle, string where, double most) =>
        new("pose", $"The head is turned by {Math.Ceiling(Math.Abs(angle)):0}° {where}; at most {most:0}° are allowed.");

    private static Refusal? Colourless(SkinFrame frame)
    {
        var look = frame.FindOnce(PhotoLook.Measure);
        return look.IsGrey ? new Refusal("greyscale", "The photo has no colour.")
            : look.Cast > MaxCast
                ? new Refusal("colour_cast", "The light or the camera tints the photo so much that colours of skin cannot be told.")
            : null;
    }
}

/// <summary>Why an algorithm declines to measure.</summary>
/// <param name="Reason">A stable code: <c>resolution</c>, <c>pose</c>, <c>no_face</c>, <c>not_full_face</c>,
/// <c>not_available</c>, <c>no_skin</c>, …</param>
/// <param name="Message">A sentence for people.</param>
public sealed record Refusal(string Reason, string Message);

/// <summary>An algorithm that measures a face.</summary>
internal interface IAlgorithm
{
    /// <summary>Its name in the contract.</summary>
    string TechName { get; }

    /// <summary>Rises whenever the same photo may give other numbers.</summary>
    int Version { get; }

    AlgorithmStatus Status { get; }

    Requirements Gate { get; }

    /// <summary>The areas for which it has metrics; empty when it has none.</summary>
    IReadOnlyList<string> Areas { get; }

    /// <summary>Measures a face that meets <see cref="Gate"/>.</summary>
    Finding Find(SkinFrame frame);
}
