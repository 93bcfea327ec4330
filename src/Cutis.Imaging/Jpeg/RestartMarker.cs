namespace Cutis.Imaging.Jpeg;

/// <summary>The markers between the intervals of a scan (T.81, B.2.1).</summary>
internal static class RestartMarker
{
    /// <summary>Steps over the marker that must follow, RST0 to RST7 in turn, and what stands before it.</summary>
    public static void Skip(ReadOnlySpan<byte> data, ref int position, int expected)
    {
        while (position + 1 < data.Length && !(data[position] == 0xFF && data[position + 1] is not (0 or 0xFF))) position++;
        if (position + 1 >= data.Length || data[position + 1] != 0xD0 + (expected & 7))
            throw PhotoException.Damaged("A restart marker of the JPEG is missing or out of order.");
        position += 2;
    }
}
