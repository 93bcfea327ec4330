namespace Cutis.Imaging.Core;

/// <summary>Scales pixels down with a box filter: each new pixel is the mean of the area that it covers, weighted by alpha.</summary>
/// <param name="part">The part of the picture that is scaled.</param>
/// <param name="width">Width of the result; at most that of the part.</param>
/// <param name="height">Height of the result; at most that of the part.</param>
/// <param name="channels">3, or 4 with alpha.</param>
internal sealed class AreaScaler(PixelPart part, int width, int height, int channels)
{
    private readonly float[] _band = new float[part.Width * channels];
    private readonly float[] _sums = new float[channels];

    /// <summary>Scales the rows of <paramref name="rows"/>, which are read from top to bottom.</summary>
    public Pixels Scale(RowReader rows, CancellationToken stop)
    {
        var columns = Spans(part.Width, width);
        var data = new byte[width * height * channels];
        for (var y = 0; y < height; y++)
        {
            stop.ThrowIfCancellationRequested();
            Array.Clear(_band);
            foreach (var (row, weight) in Span(part.Height, height, y))
                AddRow(rows(row), weight);
            for (var x = 0; x < width; x++)
            {
                Array.Clear(_sums);
                foreach (var (column, weight) in columns[x])
                    for (var i = 0; i < channels; i++)
                        _sums[i] += _band[(column * channels) + i] * weight;
                Put(data.AsSpan(((y * width) + x) * channels));
            }
        }

        return new Pixels(width, height, channels, data);
    }

    private void AddRow(ReadOnlySpan<byte> from, float weight)
    {
        if (channels == 3)
        {
            for (var i = 0; i < _band.Length; i++)
                _band[i] += from[i] * weight;
            return;
        }

        for (var i = 0; i < _band.Length; i += 4)
        {
            var share = weight * from[i + 3] / 255;
            for (var k = 0; k < 3; k++)
                _band[i + k] += from[i + k] * share;
            _band[i + 3] += from[i + 3] * weight;
        }
    }

    private void Put(Span<byte> pixel)
    {
        var scale = channels == 4 && _sums[3] > 0 ? 255 / _sums[3] : 1;
        for (var i = 0; i < channels; i++)
            pixel[i] = (byte)Math.Clamp((_sums[i] * (i < 3 ? scale : 1)) + 0.5f, 0, 255);
    }

    private static (int Place, float Weight)[][] Spans(int from, int to)
    {
        var spans = new (int, float)[to][];
        for (var i = 0; i < to; i++)
            spans[i] = Span(from, to, i);
        return spans;
    }

    // The old positions that a new position covers, with the weight of each.
    private static (int Place, float Weight)[] Span(int from, int to, int i)
    {
        var (start, end) = ((double)i * from / to, (double)(i + 1) * from / to);
        var first = (int)start;
        var last = Math.Min(from - 1, (int)Math.Ceiling(end) - 1);
        var span = new (int, float)[last - first + 1];
        for (var k = first; k <= last; k++)
            span[k - first] = (k, (float)((Math.Min(end, k + 1) - Math.Max(start, k)) / (end - start)));
        return span;
    }
}
