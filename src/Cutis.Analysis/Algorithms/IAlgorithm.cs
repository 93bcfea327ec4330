using Cutis.Analysis.Faces;
using Cutis.Analysis.Skin;

namespace Cutis.Analysis.Algorithms;

/// <summary>How far an algorithm can be trusted; docs/analysis.md has the figures behind each.</summary>
public enum AlgorithmStatus
{
    /// <summary>Measured well on every tone of the self-check.</summary>
    Stable,

    /// <summary>Useful, with known weaknesses.</summary>
    Beta,

    /// <summary>Depends much on light, sharpness or skin tone.</summary>
    Experimental,
}

/// <summary>What a photo must have for an algorithm to say anything.</summary>
/// <param name="PixelsPerMillimetre">Least resolution on the face.</param>
/// <param name="Frontal">Whether a head turned far is refused.</param>
internal sealed record Requirements(double PixelsPerMillimetre, bool Frontal)
{
    /// <summary>Any face will do.</summary>
    public static Requirements Open { get; } = new(0, false);

    private const double MaxYaw = 12;
    private const double MaxPitch = 15;

    /// <summary>Why a face does not pass; null when it does.</summary>
    public Refusal? Refuse(SkinFrame frame)
    {
        if (frame.Unit < PixelsPerMillimetre)
            return new Refusal(
                "resolution",
                $"The face has {frame.Unit:0.0} pixels a millimetre; {PixelsPerMillimetre:0.0} are needed "
                    + $"(pupils about {63 * PixelsPerMillimetre:0} pixels apart)."
            );
        var pose = frame.Face.Pose;
        return Frontal && (Math.Abs(pose.Yaw) > MaxYaw || Math.Abs(pose.Pitch) > MaxPitch)
            ? new Refusal(
                "pose",
                $"The head is turned by {Math.Abs(pose.Yaw):0}° to the side and {Math.Abs(pose.Pitch):0}° up or "
                    + $"down; at most {MaxYaw:0}° and {MaxPitch:0}° are allowed."
            )
            : null;
    }
}

/// <summary>Why there is no answer.</summary>
/// <param name="Reason">A stable code: <c>resolution</c>, <c>pose</c>, <c>no_face</c>, <c>not_available</c>, <c>no_skin</c>, …</param>
/// <param name="Message">A sentence for people.</param>
public sealed record Refusal(string Reason, string Message);

/// <summary>One analysis of a face.</summary>
internal interface IAlgorithm
{
    /// <summary>The name of the contract.</summary>
    string TechName { get; }

    /// <summary>Grows whenever the same photo may give other numbers.</summary>
    int Version { get; }

    AlgorithmStatus Status { get; }

    Requirements Gate { get; }

    /// <summary>The areas that it gives metrics for; empty when it gives none.</summary>
    IReadOnlyList<string> Areas { get; }

    /// <summary>Looks at a face that passes the gate.</summary>
    Finding Find(SkinFrame frame);
}
