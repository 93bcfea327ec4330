using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>Tracks how precisely the scans of a progressive JPEG have defined its coefficients so far.</summary>
/// <remarks>
/// T.81 does not require scans to define all bits of all coefficients. Where the lowest nine AC coefficients are not exact, decoders
/// estimate them from neighbouring blocks (T.81, K.8, and libjpeg-turbo's extension of it), so that a copy of the coefficients alone would
/// look different.
/// </remarks>
internal sealed class CoefficientPrecision(JpegFrame frame)
{
    private const int Unknown = -1;

    // The range of coefficients, in coding order, that decoders estimate.
    private const int FirstGuessed = 1;
    private const int LastGuessed = 9;

    // For each component and coefficient in coding order: the lowest bit that is known, or Unknown.
    private readonly int[][] _lowest = Array.ConvertAll(frame.Components, _ => Enumerable.Repeat(Unknown, 64).ToArray());

    /// <summary>Records a scan.</summary>
    public void Add(Scan scan)
    {
        foreach (var part in scan.Components)
            _lowest[Array.IndexOf(frame.Components, part.Component)].AsSpan(scan.First..(scan.Last + 1)).Fill(scan.Low);
    }

    /// <summary>
    /// Throws when the picture ends before its details are defined, so that viewers would not show what its coefficients say.
    /// </summary>
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
