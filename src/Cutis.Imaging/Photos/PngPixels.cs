using System.Buffers.Binary;
using Cutis.Imaging.Core;
using Cutis.Imaging.Png;

namespace Cutis.Imaging.Photos;

/// <summary>Expands any PNG to RGB, or RGBA where it has transparency, in 8 or 16 bits per sample.</summary>
internal static class PngPixels
{
    /// <exception cref="PhotoException">The pixels exceed the available memory.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static PngImage Expand(PngImage image, CancellationToken stop = default)
    {
        var source = image.Header;
        var isAlpha = source.Colour is PngColour.GreyAlpha or PngColour.Rgba || image.Transparency.Length > 0;
        var depth = source.BitDepth == 16 ? 16 : 8;
        var header = new PngHeader(source.Width, source.Height, isAlpha ? PngColour.Rgba : PngColour.Rgb, depth, false);
        if (header.Colour == source.Colour && depth == source.BitDepth)
            return Copy(image, header, image.Rows);

        if ((long)header.RowBytes(source.Width) * source.Height > Array.MaxLength)
            throw PhotoException.TooLarge("The pixels of the PNG do not fit into memory.");
        var rows = new byte[header.RowBytes(source.Width) * source.Height];
        var (from, to) = (source.RowBytes(source.Width), header.RowBytes(source.Width));
        var table = source is { Channels: 1, BitDepth: <= 8 } ? Table(image, header.Channels) : null;
        for (var y = 0; y < source.Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            var row = image.Rows.AsSpan(y * from, from);
            var made = rows.AsSpan(y * to, to);
            if (table is not null)
                LookUp(row, made, table, source, header.Channels);
            else
                Spread(row, made, image, header.Channels);
        }

        return Copy(image, header, rows);
    }

    /// <summary>The pixels of an expanded picture; of 16-bit samples the upper byte.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static Pixels ToPixels(PngImage image, CancellationToken stop = default)
    {
        var header = image.Header;
        if (header.BitDepth == 8)
            return new Pixels(header.Width, header.Height, header.Channels, image.Rows);
        var data = new byte[image.Rows.Length / 2];
        Read(image, new PixelPart(0, 0, header.Width, header.Height), data, stop);
        return new Pixels(header.Width, header.Height, header.Channels, data);
    }

    /// <summary>Writes a part of the pixels of an expanded picture; of 16-bit samples the upper byte.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void Read(PngImage image, PixelPart part, Span<byte> pixels, CancellationToken stop)
    {
        var (stride, bytes) = (image.Header.RowBytes(image.Header.Width), image.Header.BitDepth / 8);
        var count = part.Width * image.Header.Channels;
        for (var y = 0; y < part.Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            var from = image.Rows.AsSpan(((part.Top + y) * stride) + (part.Left * image.Header.Channels * bytes), count * bytes);
            var to = pixels.Slice(y * count, count);
            if (bytes == 1)
            {
                from.CopyTo(to);
                continue;
            }

            for (var i = 0; i < count; i++)
                to[i] = (byte)((BinaryPrimitives.ReadUInt16BigEndian(from[(2 * i)..]) + 128) / 257);
        }
    }

    private static PngImage Copy(PngImage image, PngHeader header, byte[] rows)
    {
        var meaning = PngColours.Expand(image, out var isLost);
        return new()
        {
            Header = header,
            Rows = rows,
            Meaning = meaning,
            HasLostProfile = isLost || image.HasLostProfile,
            Orientation = image.Orientation,
        };
    }

    // Lookup table from samples of at most one byte to three or four bytes. An index beyond the palette is opaque black, as in libpng.
    private static byte[] Table(PngImage image, int channels)
    {
        var (header, max) = (image.Header, (1 << image.Header.BitDepth) - 1);
        var table = new byte[(max + 1) * channels];
        for (var value = 0; value <= max; value++)
        {
            var entry = table.AsSpan(value * channels, channels);
            var isKnown = header.Colour == PngColour.Grey || 3 * value < image.Palette.Length;
            if (header.Colour == PngColour.Palette && isKnown)
                image.Palette.AsSpan(3 * value, 3).CopyTo(entry);
            // Samples of 1, 2 and 4 bits are scaled to the full range (W3C PNG, 12.4).
            if (header.Colour == PngColour.Grey)
                entry[..3].Fill((byte)(value * 255 / max));
            if (channels == 4)
                entry[3] = isKnown ? Alpha(image, value) : byte.MaxValue;
        }

        return table;
    }

    // Only the lower byte of a transparent grey value counts, even if it exceeds the samples' range, as in browsers.
    private static byte Alpha(PngImage image, int value) =>
        image.Header.Colour == PngColour.Palette
            ? value < image.Transparency.Length
                ? image.Transparency[value]
                : byte.MaxValue
            : image.Transparency[1] == value
                ? byte.MinValue
                : byte.MaxValue;

    private static void LookUp(ReadOnlySpan<byte> from, Span<byte> to, ReadOnlySpan<byte> table, PngHeader source, int channels)
    {
        var (depth, mask) = (source.BitDepth, (1 << source.BitDepth) - 1);
        for (var x = 0; x < source.Width; x++)
        {
            var bit = x * depth;
            var value = (from[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
            table.Slice(value * channels, channels).CopyTo(to[(x * channels)..]);
        }
    }

    // Expands samples of one or two bytes: grey is repeated three times; alpha is copied or derived from the transparent colour.
    private static void Spread(ReadOnlySpan<byte> from, Span<byte> to, PngImage image, int channels)
    {
        var (source, bytes) = (image.Header, image.Header.BitDepth / 8);
        var colours = source.Colour is PngColour.Grey or PngColour.GreyAlpha ? 1 : 3;
        Span<byte> key = stackalloc byte[6];
        key = key[..TransparentSamples(image, bytes, key)];
        for (var x = 0; x < source.Width; x++)
        {
            var pixel = from.Slice(x * source.Channels * bytes, source.Channels * bytes);
            var made = to.Slice(x * channels * bytes, channels * bytes);
            for (var i = 0; i < 3; i++)
                pixel.Slice(colours == 1 ? 0 : i * bytes, bytes).CopyTo(made[(i * bytes)..]);
            if (channels == 3)
                continue;
            if (key.IsEmpty)
                pixel[^bytes..].CopyTo(made[(3 * bytes)..]);
            else
                made[(3 * bytes)..].Fill(pixel.SequenceEqual(key) ? byte.MinValue : byte.MaxValue);
        }
    }

    // Writes the transparent colour as it appears in a row; returns its length.
    private static int TransparentSamples(PngImage image, int bytes, Span<byte> key)
    {
        var samples = image.Transparency.Length / 2;
        for (var i = 0; i < samples; i++)
            image.Transparency.AsSpan((2 * i) + 2 - bytes, bytes).CopyTo(key[(i * bytes)..]);
        return samples * bytes;
    }
}
