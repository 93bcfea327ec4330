namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Upsamples a component to the size of the picture as libjpeg's default ("fancy") upsampling does: with the triangle filter (3·near + far
/// + rounding) / 4 where the ratio is 2, by repetition elsewhere.
/// </summary>
internal static class Upsampler
{
    /// <summary>Writes row <paramref name="y"/> of the picture: <c>frame.Width</c> samples.</summary>
    public static void Row(JpegFrame frame, JpegComponent c, int y, Span<byte> row)
    {
        var (across, down) = (frame.MaxH / (double)c.H, frame.MaxV / (double)c.V);
        if (across == 1 && down == 1)
            Line(c, y)[..row.Length].CopyTo(row);
        else if (across == 2 && down == 1 && c.Width > 2)
            Double(Line(c, y), row);
        else if (across == 1 && down == 2)
            Blend(Line(c, y / 2), Line(c, Other(c, y)), y, row);
        else if (across == 2 && down == 2 && c.Width > 2)
            DoubleBlend(Line(c, y / 2), Line(c, Other(c, y)), row);
        else
            Repeat(frame, c, y, row);
    }

    private static ReadOnlySpan<byte> Line(JpegComponent c, int y) => c.Samples.AsSpan(y * c.Stride, c.Width);

    // The second nearest line, clamped to the picture.
    private static int Other(JpegComponent c, int y) => Math.Clamp((y / 2) + (y % 2 == 0 ? -1 : 1), 0, c.Height - 1);

    private static void Repeat(JpegFrame frame, JpegComponent c, int y, Span<byte> row)
    {
        var line = Line(c, y * c.V / frame.MaxV);
        for (var x = 0; x < row.Length; x++)
            row[x] = line[x * c.H / frame.MaxH];
    }

    private static void Double(ReadOnlySpan<byte> line, Span<byte> row)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var i = x / 2;
            var odd = x % 2;
            var other = Math.Clamp(odd == 0 ? i - 1 : i + 1, 0, line.Length - 1);
            row[x] = other == i ? line[i] : (byte)(((3 * line[i]) + line[other] + 1 + odd) >> 2);
        }
    }

    private static void Blend(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int y, Span<byte> row)
    {
        var bias = y % 2 == 0 ? 1 : 2;
        for (var x = 0; x < row.Length; x++)
            row[x] = (byte)(((3 * near[x]) + far[x] + bias) >> 2);
    }

    private static void DoubleBlend(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> row)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var i = x / 2;
            var odd = x % 2;
            var other = Math.Clamp(odd == 0 ? i - 1 : i + 1, 0, near.Length - 1);
            var here = (3 * near[i]) + far[i];
            var beside = (3 * near[other]) + far[other];
            row[x] = (byte)(((3 * here) + beside + (odd == 0 ? 8 : 7)) >> 4);
        }
    }
}
