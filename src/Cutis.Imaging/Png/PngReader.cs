using System.Buffers.Binary;
using System.IO.Compression;
using Cutis.Imaging.Core;

namespace Cutis.Imaging.Png;

/// <summary>Reads PNGs (W3C PNG, third edition) of all colour types, bit depths and interlace methods.</summary>
/// <remarks>Strict about what pixels are made of, tolerant about everything else, like libpng and browsers.</remarks>
internal static class PngReader
{
    /// <summary>The eight bytes that every PNG begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>True when the bytes begin like a PNG.</summary>
    public static bool Recognises(ReadOnlySpan<byte> data) => data.StartsWith(Signature);

    /// <exception cref="PhotoException">The file is damaged, unsupported or too large.</exception>
    public static PngImage Read(byte[] data, PhotoLimits limits, CancellationToken stop = default)
    {
        PngHeader? header = null;
        PngAncillary? ancillary = null;
        byte[]? palette = null;
        var pixels = new List<ArraySegment<byte>>();
        foreach (var (type, chunk) in PngChunks.Read(data, stop))
        {
            if (type == "IHDR")
            {
                if (header is not null)
                    throw PhotoException.Damaged("The PNG has two headers.");
                header = ReadHeader(chunk, limits);
                ancillary = new PngAncillary(header.Value);
            }
            else if (header is not { } head || ancillary is null)
            {
                throw PhotoException.Damaged("The PNG does not begin with its header.");
            }
            else if (type == "PLTE")
            {
                if (pixels.Count == 0)
                    palette = ReadPalette(head, chunk);
            }
            else if (type == "IDAT")
            {
                pixels.Add(chunk);
            }
            else if (PngChunks.IsAncillary(type))
            {
                if (pixels.Count == 0)
                    ancillary.Read(type, chunk, afterPalette: palette is not null);
            }
            else if (type != "IEND")
            {
                throw PhotoException.Unsupported($"The PNG needs a chunk {type}, which is not supported.");
            }
        }

        if (header is not { } read || ancillary is null)
            throw PhotoException.Damaged("The PNG has no header.");
        if (read.Colour == PngColour.Palette && palette is null)
            throw PhotoException.Damaged("The PNG has no palette.");
        return new PngImage
        {
            Header = read,
            Rows = ReadRows(read, pixels, stop),
            Palette = read.Colour == PngColour.Palette ? palette! : [],
            Transparency = ancillary.Transparency,
            Meaning = ancillary.Meaning,
            Orientation = ancillary.Orientation,
        };
    }

    // A suggested palette, or a palette of a grey picture, is never a reason to refuse a photo, as in libpng.
    private static byte[] ReadPalette(PngHeader header, ReadOnlySpan<byte> chunk)
    {
        if (header.Colour != PngColour.Palette)
            return [];
        if (chunk.Length is 0 or > 768 || chunk.Length % 3 != 0)
            throw PhotoException.Damaged("The palette of the PNG has a wrong length.");
        // Palette entries that no pixel can refer to are ignored, as in libpng.
        return chunk[..Math.Min(chunk.Length, 3 << header.BitDepth)].ToArray();
    }

    private static PngHeader ReadHeader(ReadOnlySpan<byte> chunk, PhotoLimits limits)
    {
        if (chunk.Length != 13)
            throw PhotoException.Damaged("The header of the PNG has a wrong length.");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        if (width > int.MaxValue || height > int.MaxValue)
            throw PhotoException.Damaged("The header of the PNG states an impossible size.");
        limits.Check((int)width, (int)height);
        var header = new PngHeader((int)width, (int)height, (PngColour)chunk[9], chunk[8], chunk[12] == 1);
        if (!header.IsAllowed || chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
            throw PhotoException.Damaged("The header of the PNG is contradictory.");
        return header;
    }

    private static byte[] ReadRows(PngHeader header, List<ArraySegment<byte>> pixels, CancellationToken stop)
    {
        var rowBytes = header.RowBytes(header.Width);
        if ((long)rowBytes * header.Height > Array.MaxLength)
            throw PhotoException.TooLarge("The pixels of the PNG do not fit into memory.");
        // Deflate compresses zeros by a factor of about a thousand; less data than that cannot hold the rows.
        if ((long)rowBytes * header.Height / 1100 > pixels.Sum(p => (long)p.Count))
            throw PhotoException.Damaged("The PNG ends before its last row.");
        var rows = new byte[rowBytes * header.Height];
        using var inflate = new ZLibStream(new SegmentStream(pixels), CompressionMode.Decompress);
        try
        {
            foreach (var pass in Adam7.For(header.Interlaced))
                ReadPass(header, pass, inflate, rows, stop);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw PhotoException.Damaged("The pixels of the PNG are damaged or cut off.");
        }

        return rows;
    }

    private static void ReadPass(PngHeader header, Adam7 pass, Stream inflate, byte[] rows, CancellationToken stop)
    {
        var (columns, count) = (pass.Columns(header.Width), pass.Rows(header.Height));
        if (columns == 0 || count == 0)
            return;
        var row = new byte[header.RowBytes(columns) + 1];
        var above = new byte[row.Length];
        var rowBytes = header.RowBytes(header.Width);
        for (var i = 0; i < count; i++)
        {
            stop.ThrowIfCancellationRequested();
            inflate.ReadExactly(row);
            PngFilters.Undo(row[0], row.AsSpan(1), above.AsSpan(1), header.FilterDistance);
            var target = rows.AsSpan((pass.Y + (i * pass.StepY)) * rowBytes, rowBytes);
            pass.Move(row.AsSpan(1), target, columns, header.BitsPerPixel, spread: true);
            (row, above) = (above, row);
        }
    }
}
