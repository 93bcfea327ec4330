using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>The markers between the intervals of a scan (T.81, B.2.1).</summary>
internal static class RestartMarker
{
    private const int Count = 8;

    /// <summary>
    /// Steps over the marker that must follow, RST0 to RST7 in turn, and what stands before it. A number that is off by three or more is
    /// taken for a wrong number, as libjpeg does; one that is nearer would mean that an interval is missing, or there twice.
    /// </summary>
    /// <exception cref="PhotoException">There is no such marker.</exception>
    public static void Skip(ReadOnlySpan<byte> data, ref int position, int expected)
    {
        while (position + 1 < data.Length && !(data[position] == 0xFF && data[position + 1] is not (0 or 0xFF)))
            position++;
        var number = position + 1 < data.Length ? data[position + 1] - 0xD0 : -1;
        if (number is < 0 or >= Count || ((number - expected) & (Count - 1)) is not (0 or 3 or 4 or 5))
            throw PhotoException.Damaged("A restart marker of the JPEG is missing or out of order.");
        position += 2;
    }
}
