using System.Buffers.Binary;
using Cutis.Imaging.Png;

namespace Cutis.Imaging;

/// <summary>Makes of any PNG one with red, green and blue, and alpha where it has transparency, in 8 or 16 bits.</summary>
internal static class PngPixels
{
    public static PngImage Expand(PngImage image)
    {
        var source = image.Header;
        var isAlpha = source.Colour is PngColour.GreyAlpha or PngColour.Rgba || image.Transparency.Length > 0;
        var depth = source.BitDepth == 16 ? 16 : 8;
        var header = new PngHeader(source.Width, source.Height, isAlpha ? PngColour.Rgba : PngColour.Rgb, depth, false);
        if (header.Colour == source.Colour && depth == source.BitDepth) return Copy(image, header, image.Rows);

        if ((long)header.RowBytes(source.Width) * source.Height > Array.MaxLength) throw PhotoException.TooLarge("The pixels of the PNG do not fit into memory.");
        var rows = new byte[header.RowBytes(source.Width) * source.Height];
        var (from, to) = (source.RowBytes(source.Width), header.RowBytes(source.Width));
        for (var y = 0; y < source.Height; y++) ExpandRow(image, header, image.Rows.AsSpan(y * from, from), rows.AsSpan(y * to, to));
        return Copy(image, header, rows);
    }

    // Profiles are a few kilobytes; a table for printers may have a megabyte.
    private const int LargestProfile = 4 << 20;

    /// <summary>The colour profile, if there is one.</summary>
    public static byte[]? Profile(PngImage image)
    {
        foreach (var (type, data) in image.Meaning)
            if (type == "iCCP") return IccProfile.FromPng(data, LargestProfile);
        return null;
    }

    /// <summary>The pixels of an expanded picture, of 16 bits the upper 8.</summary>
    public static Pixels ToPixels(PngImage image)
    {
        var header = image.Header;
        if (header.BitDepth == 8) return new Pixels(header.Width, header.Height, header.Channels, image.Rows);
        var data = new byte[image.Rows.Length / 2];
        for (var i = 0; i < data.Length; i++) data[i] = (byte)((BinaryPrimitives.ReadUInt16BigEndian(image.Rows.AsSpan(2 * i)) + 128) / 257);
        return new Pixels(header.Width, header.Height, header.Channels, data);
    }

    private static PngImage Copy(PngImage image, PngHeader header, byte[] rows) => new()
    {
        Header = header,
        Rows = rows,
        // A profile for grey does not fit a picture with colours.
        Meaning = image.Header.Colour is PngColour.Grey or PngColour.GreyAlpha
            ? [.. image.Meaning.Where(chunk => chunk.Type != "iCCP")]
            : image.Meaning,
        Orientation = image.Orientation,
    };

    private static void ExpandRow(PngImage image, PngHeader header, ReadOnlySpan<byte> from, Span<byte> to)
    {
        var source = image.Header;
        var most = (1 << source.BitDepth) - 1;
        Span<int> sample = stackalloc int[4];
        for (var x = 0; x < source.Width; x++)
        {
            for (var i = 0; i < source.Channels; i++) sample[i] = Sample(from, (x * source.Channels) + i, source.BitDepth);
            var alpha = Alpha(image, sample, most);
            var (r, g, b) = (sample[0], sample[1], sample[2]);
            if (source.Colour is PngColour.Grey or PngColour.GreyAlpha)
            {
                // 1, 2 and 4 bits are spread over the whole range (W3C PNG, 12.4).
                r = g = b = source.BitDepth < 8 ? r * 255 / most : r;
            }
            else if (source.Colour == PngColour.Palette)
            {
                if (3 * r >= image.Palette.Length) throw PhotoException.Damaged("A pixel of the PNG is beyond its palette.");
                (r, g, b) = (image.Palette[3 * r], image.Palette[(3 * r) + 1], image.Palette[(3 * r) + 2]);
            }

            Put(to, header, x, [r, g, b, alpha]);
        }
    }

    private static int Alpha(PngImage image, ReadOnlySpan<int> sample, int most)
    {
        var key = image.Transparency.AsSpan();
        var full = image.Header.BitDepth == 16 ? 65535 : 255;
        switch (image.Header.Colour)
        {
            case PngColour.GreyAlpha:
                return sample[1];
            case PngColour.Rgba:
                return sample[3];
            case PngColour.Palette:
                return sample[0] < key.Length ? key[sample[0]] : 255;
        }

        if (key.IsEmpty) return full;
        for (var i = 0; i < key.Length / 2; i++)
            if ((BinaryPrimitives.ReadUInt16BigEndian(key[(2 * i)..]) & most) != sample[i]) return full;
        return 0;
    }

    private static int Sample(ReadOnlySpan<byte> row, int index, int depth)
    {
        if (depth == 8) return row[index];
        if (depth == 16) return (row[2 * index] << 8) | row[(2 * index) + 1];
        var bit = index * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }

    private static void Put(Span<byte> row, PngHeader header, int x, ReadOnlySpan<int> values)
    {
        for (var i = 0; i < header.Channels; i++)
        {
            var at = (x * header.Channels) + i;
            if (header.BitDepth == 8) row[at] = (byte)values[i];
            else BinaryPrimitives.WriteUInt16BigEndian(row[(2 * at)..], (ushort)values[i]);
        }
    }
}
