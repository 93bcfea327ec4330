using System.Buffers;
using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;

namespace Cutis.Imaging.Photos;

/// <summary>
/// Reads pixels of a photo as a viewer sees them, in bands of rows. Cropping and scaling a large photo takes the memory of the result, not
/// of the photo.
/// </summary>
internal sealed class UprightPixels(Photo photo, CancellationToken stop) : IDisposable
{
    // Pixels per band: few enough to need little memory, enough that the overlap of bands costs little.
    private const int BandPixels = 4 << 20;
    private byte[] _band = [];

    /// <summary>The pixels of a part, scaled to a size.</summary>
    public Pixels Read(PixelPart part, int width, int height)
    {
        if ((width, height) != (part.Width, part.Height))
            return new AreaScaler(part, width, height, photo.Channels).Scale(RowsOf(part), stop);
        var pixels = new Pixels(width, height, photo.Channels, new byte[width * height * photo.Channels]);
        foreach (var (top, count) in Bands(height, width))
            ReadRows(part with { Top = part.Top + top, Height = count }, pixels.Data.AsSpan(top * width * photo.Channels));
        return pixels;
    }

    /// <summary>All pixels, three bytes per pixel.</summary>
    public byte[] ReadRgb()
    {
        var (width, height) = (photo.UprightWidth, photo.UprightHeight);
        if (photo.Channels == 3)
            return Read(new PixelPart(0, 0, width, height), width, height).Data;
        var rgb = new byte[width * height * 3];
        foreach (var (top, count) in Bands(height, width))
        {
            var band = new Pixels(width, count, 4, new byte[width * count * 4]);
            ReadRows(new PixelPart(0, top, width, count), band.Data);
            band.WithoutAlpha().Data.CopyTo(rgb.AsSpan(top * width * 3));
        }

        return rgb;
    }

    public void Dispose()
    {
        if (_band.Length > 0)
            ArrayPool<byte>.Shared.Return(_band);
        _band = [];
    }

    private static IEnumerable<(int Top, int Count)> Bands(int height, int width)
    {
        var rows = Math.Clamp(BandPixels / width, 1, height);
        for (var top = 0; top < height; top += rows)
            yield return (top, Math.Min(rows, height - top));
    }

    // Rows are read from top to bottom; the row that was read last may be requested again.
    private RowReader RowsOf(PixelPart part)
    {
        var (from, end) = (0, 0);
        var stride = part.Width * photo.Channels;
        var rows = Math.Clamp(BandPixels / part.Width, 1, part.Height);
        var band = new byte[rows * stride];
        return row =>
        {
            if (row >= end)
            {
                (from, end) = (row, Math.Min(row + rows, part.Height));
                ReadRows(part with { Top = part.Top + from, Height = end - from }, band);
            }

            return band.AsSpan((row - from) * stride, stride);
        };
    }

    private void ReadRows(PixelPart part, Span<byte> rows)
    {
        stop.ThrowIfCancellationRequested();
        if (photo.Orientation.Value == 1)
        {
            photo.ReadPart(part, rows, stop);
            return;
        }

        var stored = part.ToStored(photo.Orientation, photo.Width, photo.Height);
        var bytes = part.Width * part.Height * photo.Channels;
        if (_band.Length < bytes)
        {
            Dispose();
            _band = ArrayPool<byte>.Shared.Rent(bytes);
        }

        photo.ReadPart(stored, _band, stop);
        Turn(_band, stored, rows, part);
    }

    private void Turn(ReadOnlySpan<byte> from, PixelPart stored, Span<byte> to, PixelPart part)
    {
        // A step to the right or down in the upright picture is a step of fixed length in the stored pixels.
        long At(double x, double y)
        {
            var place = photo.Orientation.ToStored(new Vec(x + 0.5, y + 0.5), stored.Width, stored.Height);
            return ((long)Math.Floor(place.Y) * stored.Width) + (long)Math.Floor(place.X);
        }

        var channels = photo.Channels;
        var (origin, right, down) = (At(0, 0), At(1, 0) - At(0, 0), At(0, 1) - At(0, 0));
        for (var y = 0; y < part.Height; y++)
        {
            var line = to.Slice(y * part.Width * channels, part.Width * channels);
            var at = origin + (y * down);
            for (var x = 0; x < line.Length; x += channels, at += right)
                from.Slice((int)at * channels, channels).CopyTo(line[x..]);
        }
    }
}
