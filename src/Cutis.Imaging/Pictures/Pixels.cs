namespace Cutis.Imaging;

/// <summary>Red, green and blue, and alpha where there are four channels, one byte each, row by row.</summary>
internal sealed record Pixels(int Width, int Height, int Channels, byte[] Data)
{
    /// <summary>The pixels as a viewer sees them.</summary>
    public Pixels Upright(Orientation orientation)
    {
        if (orientation.Value == 1) return this;
        var (width, height) = orientation.SwapsSides ? (Height, Width) : (Width, Height);
        var data = new byte[Data.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = orientation.ToStored(new Masks.Vec(x + 0.5, y + 0.5), Width, Height);
                Data.AsSpan((((int)at.Y * Width) + (int)at.X) * Channels, Channels).CopyTo(data.AsSpan(((y * width) + x) * Channels));
            }
        }

        return new Pixels(width, height, Channels, data);
    }

    /// <summary>A part of the pixels.</summary>
    public Pixels Cropped(int left, int top, int width, int height)
    {
        if ((left, top, width, height) == (0, 0, Width, Height)) return this;
        var data = new byte[width * height * Channels];
        for (var y = 0; y < height; y++)
            Data.AsSpan((((top + y) * Width) + left) * Channels, width * Channels).CopyTo(data.AsSpan(y * width * Channels));
        return new Pixels(width, height, Channels, data);
    }

    /// <summary>The pixels scaled down: each new one is the mean of the area that it stands for, weighted by alpha.</summary>
    public Pixels Scaled(int width, int height)
    {
        if ((width, height) == (Width, Height)) return this;
        var (columns, rows) = (Spans(Width, width), Spans(Height, height));
        var data = new byte[width * height * Channels];
        var sums = new float[Channels];
        var band = new float[Width * Channels];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(band);
            foreach (var (row, weight) in rows[y]) AddRow(row, weight, band);
            for (var x = 0; x < width; x++)
            {
                Array.Clear(sums);
                foreach (var (column, weight) in columns[x])
                    for (var i = 0; i < Channels; i++) sums[i] += band[(column * Channels) + i] * weight;
                Put(sums, data.AsSpan(((y * width) + x) * Channels));
            }
        }

        return new Pixels(width, height, Channels, data);
    }

    /// <summary>Three channels: what shows through is white.</summary>
    public Pixels WithoutAlpha()
    {
        if (Channels == 3) return this;
        var data = new byte[Width * Height * 3];
        for (var i = 0; i < Width * Height; i++)
        {
            int alpha = Data[(4 * i) + 3];
            for (var k = 0; k < 3; k++) data[(3 * i) + k] = (byte)(((Data[(4 * i) + k] * alpha) + (255 * (255 - alpha)) + 127) / 255);
        }

        return new Pixels(Width, Height, 3, data);
    }

    private void AddRow(int row, float weight, float[] band)
    {
        var from = Data.AsSpan(row * Width * Channels, Width * Channels);
        if (Channels == 3)
        {
            for (var i = 0; i < band.Length; i++) band[i] += from[i] * weight;
            return;
        }

        for (var i = 0; i < band.Length; i += 4)
        {
            var share = weight * from[i + 3] / 255;
            for (var k = 0; k < 3; k++) band[i + k] += from[i + k] * share;
            band[i + 3] += from[i + 3] * weight;
        }
    }

    private static void Put(float[] sums, Span<byte> pixel)
    {
        var scale = sums.Length == 4 && sums[3] > 0 ? 255 / sums[3] : 1;
        for (var i = 0; i < sums.Length; i++) pixel[i] = (byte)Math.Clamp((sums[i] * (i < 3 ? scale : 1)) + 0.5f, 0, 255);
    }

    // For each new place, the old ones that it covers and how much of it each makes up.
    private static (int Place, float Weight)[][] Spans(int from, int to)
    {
        var spans = new (int, float)[to][];
        for (var i = 0; i < to; i++)
        {
            var (start, end) = ((double)i * from / to, (double)(i + 1) * from / to);
            var first = (int)start;
            var last = Math.Min(from - 1, (int)Math.Ceiling(end) - 1);
            spans[i] = new (int, float)[last - first + 1];
            for (var k = first; k <= last; k++)
                spans[i][k - first] = (k, (float)((Math.Min(end, k + 1) - Math.Max(start, k)) / (end - start)));
        }

        return spans;
    }
}
