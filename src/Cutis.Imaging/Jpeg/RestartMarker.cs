using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>Restart markers between the intervals of a scan (T.81, B.2.1).</summary>
internal static class RestartMarker
{
    private const int Count = 8;

    /// <summary>
    /// Skips the restart marker that must follow, RST0 to RST7 in turn, and any garbage before it. Like libjpeg, it takes a number that is
    /// off by three or more as a wrong number; a nearer one means that an interval is missing or repeated.
    /// </summary>
    /// <exception cref="PhotoException">There is no such marker.</exception>
    public static void Skip(ReadOnlySpan<byte> data, ref int position, int expected)
    {
        while (position + 1 < data.Length && !(data[position] == Markers.Prefix && data[position + 1] is not (0 or Markers.Prefix)))
            position++;
        var number = position + 1 < data.Length ? data[position + 1] - Markers.Restart0 : -1;
        if (number is < 0 or >= Count || ((number - expected) & (Count - 1)) is not (0 or 3 or 4 or 5))
            throw PhotoException.Damaged("A restart marker of the JPEG is missing or out of order.");
        position += 2;
    }
}
