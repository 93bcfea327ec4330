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
/// <param name="Frontal">Whether a strongly turned head is refused.</param>
internal sealed record Requirements(double PixelsPerMillimetre, bool Frontal)
{
    /// <summary>Accepts any face.</summary>
    public static Requirements Open { get; } = new(0, false);

    // What is cut off would be measured on nothing.
    private const double MinShareInPhoto = .8;
    private const double MaxYaw = 12;
    private const double MaxPitch = 15;

    /// <summary>Whether a head is turned further than frontal algorithms accept.</summary>
    public static bool IsTurned(Pose pose) => Math.Abs(pose.Yaw) > MaxYaw || Math.Abs(pose.Pitch) > MaxPitch;

    /// <summary>Why a face does not meet the requirements; null when it does.</summary>
    public Refusal? Refuse(SkinFrame frame)
    {
        if (frame.Unit < PixelsPerMillimetre)
            return new Refusal(
                "resolution",
                $"The face has {frame.Unit:0.0} pixels a millimetre; {PixelsPerMillimetre:0.0} are needed "
                    + $"(pupils about {63 * PixelsPerMillimetre:0} pixels apart)."
            );
        if (Frontal && frame.ShareInPhoto < MinShareInPhoto)
            return new Refusal("not_full_face", "Not full face");
        var pose = frame.Face.Pose;
        return Frontal && IsTurned(pose)
            ? new Refusal(
                "pose",
                $"The head is turned by {Math.Abs(pose.Yaw):0}° to the side and {Math.Abs(pose.Pitch):0}° up or "
                    + $"down; at most {MaxYaw:0}° and {MaxPitch:0}° are allowed."
            )
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
