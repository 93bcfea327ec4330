using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Cutis.Imaging.Png;

/// <summary>Reads PNG (W3C PNG, third edition): all colour types, bit depths and interlacing; strict about checksums.</summary>
internal static class PngReader
{
    private static readonly string[] KeptChunks = ["iCCP", "sRGB", "gAMA", "cHRM", "pHYs"];

    /// <summary>The eight bytes that every PNG begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>True when the bytes begin as a PNG does.</summary>
    public static bool Recognises(ReadOnlySpan<byte> data) => data.StartsWith(Signature);

    /// <exception cref="PhotoException">The file is damaged, not supported or too large.</exception>
    public static PngImage Read(byte[] data, PhotoLimits limits, CancellationToken stop = default)
    {
        PngHeader? header = null;
        byte[] palette = [], transparency = [];
        var meaning = new List<(string, byte[])>();
        var orientation = Orientation.Upright;
        var pixels = new List<ArraySegment<byte>>();
        foreach (var (type, chunk) in Chunks(data))
        {
            if (header is null && type != "IHDR") throw PhotoException.Damaged("The PNG does not begin with its header.");
            switch (type)
            {
                case "IHDR":
                    if (header is not null) throw PhotoException.Damaged("The PNG has two headers.");
                    header = ReadHeader(chunk, limits);
                    break;
                case "PLTE":
                    if (chunk.Count is 0 or > 768 || chunk.Count % 3 != 0) throw PhotoException.Damaged("The palette of the PNG has a wrong length.");
                    palette = [.. chunk];
                    break;
                case "tRNS":
                    transparency = [.. chunk];
                    break;
                case "IDAT":
                    pixels.Add(chunk);
                    break;
                case "eXIf":
                    orientation = Orientation.FromTiff(chunk);
                    break;
                default:
                    if (char.IsAsciiLetterUpper(type[0]) && type != "IEND") throw PhotoException.Unsupported($"The PNG needs a chunk {type}, which is not supported.");
                    if (KeptChunks.Contains(type)) meaning.Add((type, [.. chunk]));
                    break;
            }
        }

        var head = header ?? throw PhotoException.Damaged("The PNG has no header.");
        if (head.Colour == PngColour.Palette && palette.Length == 0) throw PhotoException.Damaged("The PNG has no palette.");
        CheckTransparency(head, palette, transparency);
        return new PngImage
        {
            Header = head,
            Rows = ReadRows(head, pixels, stop),
            Palette = head.Colour == PngColour.Palette ? palette : [],
            Transparency = transparency,
            Meaning = meaning,
            Orientation = orientation,
        };
    }

    private static IEnumerable<(string Type, ArraySegment<byte> Data)> Chunks(byte[] data)
    {
        for (var at = Signature.Length; ;)
        {
            if (at + 12 > data.Length) throw PhotoException.Damaged("The PNG ends before its end chunk.");
            var length = BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));
            if (length > data.Length - at - 12) throw PhotoException.Damaged("A chunk of the PNG is cut off.");
            var body = data.AsSpan(at + 4, (int)length + 4);
            if (Crc32.Update(0, body) != BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at + 8 + (int)length)))
                throw PhotoException.Damaged("A chunk of the PNG has a wrong checksum.");
            var type = Encoding.Latin1.GetString(body[..4]);
            if (type.Any(c => !char.IsAsciiLetter(c))) throw PhotoException.Damaged("A chunk of the PNG has an impossible name.");
            yield return (type, new ArraySegment<byte>(data, at + 8, (int)length));
            if (type == "IEND") yield break;
            at += 12 + (int)length;
        }
    }

    private static PngHeader ReadHeader(ReadOnlySpan<byte> chunk, PhotoLimits limits)
    {
        if (chunk.Length != 13) throw PhotoException.Damaged("The header of the PNG has a wrong length.");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        if (width > int.MaxValue || height > int.MaxValue) throw PhotoException.Damaged("The header of the PNG states an impossible size.");
        limits.Check((int)width, (int)height);
        var header = new PngHeader((int)width, (int)height, (PngColour)chunk[9], chunk[8], chunk[12] == 1);
        if (!header.IsAllowed || chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1) throw PhotoException.Damaged("The header of the PNG is contradictory.");
        return header;
    }

    private static void CheckTransparency(PngHeader header, byte[] palette, byte[] transparency)
    {
        if (transparency.Length == 0) return;
        var fits = header.Colour switch
        {
            PngColour.Grey => transparency.Length == 2,
            PngColour.Rgb => transparency.Length == 6,
            PngColour.Palette => transparency.Length <= palette.Length / 3,
            _ => false,
        };
        if (!fits) throw PhotoException.Damaged("The transparency of the PNG does not fit its colour type.");
    }

    private static byte[] ReadRows(PngHeader header, List<ArraySegment<byte>> pixels, CancellationToken stop)
    {
        var rowBytes = header.RowBytes(header.Width);
        if ((long)rowBytes * header.Height > Array.MaxLength) throw PhotoException.TooLarge("The pixels of the PNG do not fit into memory.");
        // A picture of zeros is deflated by about a thousand; less data than that cannot hold the rows.
        if ((long)rowBytes * header.Height / 1100 > pixels.Sum(p => (long)p.Count)) throw PhotoException.Damaged("The PNG ends before its last row.");
        var rows = new byte[rowBytes * header.Height];
        using var inflate = new ZLibStream(new SegmentStream(pixels), CompressionMode.Decompress);
        try
        {
            foreach (var pass in Adam7.For(header.Interlaced)) ReadPass(header, pass, inflate, rows, stop);
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
        if (columns == 0 || count == 0) return;
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
