using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>How exactly the scans of a progressive JPEG have told its coefficients so far.</summary>
/// <remarks>
/// T.81 does not ask for all bits of all coefficients. Where the lowest nine of AC are not told exactly, decoders guess them from the
/// blocks around (T.81, K.8, and libjpeg-turbo's extension of it); a copy of the coefficients alone would look different.
/// </remarks>
internal sealed class CoefficientPrecision(JpegFrame frame)
{
    private const int Unknown = -1;

    // In coding order, the first to the last that decoders guess.
    private const int FirstGuessed = 1;
    private const int LastGuessed = 9;

    // Per component and coefficient in coding order: the lowest bit that is known, or Unknown.
    private readonly int[][] _lowest = Array.ConvertAll(frame.Components, _ => Enumerable.Repeat(Unknown, 64).ToArray());

    /// <summary>Counts a scan in.</summary>
    public void Add(Scan scan)
    {
        foreach (var part in scan.Components)
            _lowest[Array.IndexOf(frame.Components, part.Component)].AsSpan(scan.First..(scan.Last + 1)).Fill(scan.Low);
    }

    /// <summary>Throws when the picture ends before its details, so that viewers would not show what its coefficients say.</summary>
    /// <param name="hasEnd">Whether the file has an end marker; without one, all coefficients must be exact.</param>
    public void CheckComplete(bool hasEnd)
    {
        if (
            Array.TrueForAll(_lowest, lowest => lowest.AsSpan(FirstGuessed..(LastGuessed + 1)).IndexOfAnyExcept(0) < 0)
            && (hasEnd || Array.TrueForAll(_lowest, lowest => lowest.AsSpan().IndexOfAnyExcept(0) < 0))
        )
            return;
        throw PhotoException.Damaged("The progressive JPEG ends early: scans that hold its details are missing.");
    }
}
