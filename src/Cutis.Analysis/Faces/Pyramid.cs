using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>
/// A mipmap pyramid: the picture, and halves, quarters and so on, in which each pixel is the mean of four. Sampling from the level nearest
/// to the wanted scale prevents aliasing, which would move landmarks.
/// </summary>
internal sealed class Pyramid
{
    private readonly List<RgbImage> _levels;
    private readonly Lock _lock = new();

    public Pyramid(RgbImage picture) => (Picture, _levels) = (picture, [picture]);

    /// <summary>The picture at full size.</summary>
    public RgbImage Picture { get; }

    /// <summary>Samples a rectangle of new pixels; black outside the picture.</summary>
    /// <param name="width">Width in new pixels.</param>
    /// <param name="height">Height in new pixels.</param>
    /// <param name="toPicture">Maps new pixels to pixels of the picture; pixel centres lie at halves.</param>
    public RgbImage Sample(int width, int height, Similarity toPicture)
    {
        var (level, factor) = Level(toPicture.Scale);
        var (a, b) = (toPicture.A / factor, toPicture.B / factor);
        var data = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            var start = toPicture.Map(new Vec(0.5, y + 0.5));
            // Fixed point with 16 fraction bits: integer addition gives the same positions on every machine.
            var (px, py) = (Fixed((start.X / factor) - 0.5), Fixed((start.Y / factor) - 0.5));
            Row(level, data.AsSpan(y * width * 3, width * 3), px, py, Fixed(a), Fixed(b));
        }

        return new RgbImage(width, height, data);
    }

    private static long Fixed(double value) => (long)Math.Round(value * 65_536);

    private static void Row(RgbImage from, Span<byte> to, long px, long py, long stepX, long stepY)
    {
        var (data, stride) = (from.Data, from.Width * 3);
        for (var i = 0; i < to.Length; i += 3, px += stepX, py += stepY)
        {
            var (x, y) = ((int)(px >> 16), (int)(py >> 16));
            if (x < -1 || y < -1 || x >= from.Width || y >= from.Height)
                continue;
            var (across, down) = ((int)(px & 0xFFFF) >> 8, (int)(py & 0xFFFF) >> 8);
            var (left, right) = (Math.Max(x, 0) * 3, Math.Min(x + 1, from.Width - 1) * 3);
            var (top, bottom) = (Math.Max(y, 0) * stride, Math.Min(y + 1, from.Height - 1) * stride);
            for (var c = 0; c < 3; c++)
            {
                var upper = (data[top + left + c] * (256 - across)) + (data[top + right + c] * across);
                var lower = (data[bottom + left + c] * (256 - across)) + (data[bottom + right + c] * across);
                to[i + c] = (byte)(((upper * (256 - down)) + (lower * down) + 32_768) >> 16);
            }
        }
    }

    // The smallest level that is still at least as fine as the new pixels.
    private (RgbImage Level, int Factor) Level(double scale)
    {
        var (index, factor) = (0, 1);
        lock (_lock)
        {
            while (scale >= 2 * factor && Math.Min(_levels[index].Width, _levels[index].Height) >= 4)
            {
                (index, factor) = (index + 1, factor * 2);
                if (index == _levels.Count)
                    _levels.Add(Halved(_levels[index - 1]));
            }

            return (_levels[index], factor);
        }
    }

    private static RgbImage Halved(RgbImage from)
    {
        var (width, height, stride) = (from.Width / 2, from.Height / 2, from.Width * 3);
        var to = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            var upper = from.Data.AsSpan(2 * y * stride, stride);
            var lower = from.Data.AsSpan(((2 * y) + 1) * stride, stride);
            var row = to.AsSpan(y * width * 3, width * 3);
            for (int i = 0, k = 0; i < row.Length; i += 3, k += 6)
            {
                row[i] = (byte)((upper[k] + upper[k + 3] + lower[k] + lower[k + 3] + 2) >> 2);
                row[i + 1] = (byte)((upper[k + 1] + upper[k + 4] + lower[k + 1] + lower[k + 4] + 2) >> 2);
                row[i + 2] = (byte)((upper[k + 2] + upper[k + 5] + lower[k + 2] + lower[k + 5] + 2) >> 2);
            }
        }

        return new RgbImage(width, height, to);
    }
}
