using System.Globalization;

namespace Cutis.Server.Http;

/// <summary>A part of a file: its first byte, and how many there are, at least one.</summary>
internal readonly record struct ByteRange(long From, long Length)
{
    /// <summary>
    /// Reads a Range header as RFC 9110, 14.1 and 14.2, has it. What is not understood is ignored, and the whole is served: another unit
    /// than bytes, what breaks the grammar, and several ranges, which no client of pictures needs and which multiply the work.
    /// </summary>
    /// <param name="header">The value of the header.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <param name="range">The part to serve; null for the whole.</param>
    /// <returns>False when no byte of the file is in the range: 416.</returns>
    public static bool TryRead(string header, long length, out ByteRange? range)
    {
        range = null;
        var equals = header.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !header.AsSpan(0, equals).Trim().Equals("bytes", StringComparison.OrdinalIgnoreCase))
            return true;
        var set = header.AsSpan(equals + 1).Trim(" \t,");
        var dash = set.IndexOf('-');
        if (dash < 0)
            return true;
        var first = set[..dash];
        var last = set[(dash + 1)..];
        if (!IsNumber(first) || !IsNumber(last) || (first.IsEmpty && last.IsEmpty))
            return true;
        if (first.IsEmpty)
        {
            var count = Math.Min(Number(last), length);
            if (count == 0)
                return false;
            range = new ByteRange(length - count, count);
            return true;
        }

        var from = Number(first);
        var to = last.IsEmpty ? long.MaxValue : Number(last);
        if (to < from)
            return true;
        if (from >= length)
            return false;
        range = new ByteRange(from, Math.Min(to, length - 1) - from + 1);
        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    // A number too large to be held is beyond the end of any file.
    private static long Number(ReadOnlySpan<char> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
