using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Cutis.Imaging.Core;

namespace Cutis.Imaging.Png;

/// <summary>Writes a PNG, row by row.</summary>
internal sealed class PngWriter : IDisposable
{
    private readonly Stream _output;
    private readonly PngHeader _header;
    private readonly ZLibStream _deflate;
    private byte[] _above;
    private readonly byte[] _filtered;
    private readonly byte[] _scratch;

    /// <param name="output">Receives the file.</param>
    /// <param name="header">Size and colour type.</param>
    /// <param name="palette">RGB triples, for a palette picture.</param>
    /// <param name="transparency">The tRNS chunk; empty for none.</param>
    /// <param name="meaning">Chunks to copy.</param>
    /// <param name="orientation">Written as an eXIf chunk unless upright.</param>
    /// <param name="level">Compression level.</param>
    public PngWriter(
        Stream output,
        PngHeader header,
        byte[] palette,
        byte[] transparency,
        IEnumerable<(string Type, byte[] Data)> meaning,
        Orientation orientation,
        CompressionLevel level = CompressionLevel.Fastest
    )
    {
        (_output, _header) = (output, header);
        WriteHeader(output, header, palette, transparency, meaning, orientation);
        var longest = header.RowBytes(header.Width);
        (_above, _filtered, _scratch) = (new byte[longest], new byte[longest + 1], new byte[longest + 1]);
        _deflate = new ZLibStream(new ChunkStream(output), level);
    }

    /// <summary>Writes everything before the pixels of a picture.</summary>
    public static void WriteHeader(Stream output, PngImage image) =>
        WriteHeader(output, image.Header, image.Palette, image.Transparency, image.Meaning, image.Orientation);

    /// <summary>Writes a chunk.</summary>
    public static void Chunk(Stream output, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        var name = Encoding.ASCII.GetBytes(type);
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        output.Write(number);
        output.Write(name);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Update(Crc32.Update(0, name), data));
        output.Write(number);
    }

    /// <summary>Writes a complete picture.</summary>
    public static void Write(PngImage image, Stream output)
    {
        var header = image.Header;
        using var writer = new PngWriter(output, header, image.Palette, image.Transparency, image.Meaning, image.Orientation);
        var rowBytes = header.RowBytes(header.Width);
        foreach (var pass in Adam7.For(header.Interlaced))
        {
            var (columns, count) = (pass.Columns(header.Width), pass.Rows(header.Height));
            if (columns == 0)
                continue;
            writer.BeginPass();
            var row = new byte[header.RowBytes(columns)];
            for (var i = 0; i < count; i++)
            {
                pass.Move(
                    image.Rows.AsSpan((pass.Y + (i * pass.StepY)) * rowBytes, rowBytes),
                    row,
                    columns,
                    header.BitsPerPixel,
                    spread: false
                );
                writer.WriteRow(row);
            }
        }

        writer.Finish();
    }

    /// <summary>Writes the next packed row of the pass.</summary>
    public void WriteRow(ReadOnlySpan<byte> row)
    {
        var filtered = _filtered.AsSpan(0, row.Length + 1);
        // Filters do not help pictures with few colours (W3C PNG, 12.7).
        if (_header.Colour == PngColour.Palette || _header.BitDepth < 8)
        {
            filtered[0] = 0;
            row.CopyTo(filtered[1..]);
        }
        else
        {
            PngFilters.Best(row, _above, _header.FilterDistance, filtered, _scratch.AsSpan(0, filtered.Length));
        }

        _deflate.Write(filtered);
        row.CopyTo(_above);
    }

    /// <summary>Completes the picture.</summary>
    public void Finish()
    {
        _deflate.Dispose();
        Chunk(_output, "IEND", []);
    }

    public void Dispose() => _deflate.Dispose();

    private void BeginPass() => _above = new byte[_above.Length];

    private static void WriteHeader(
        Stream output,
        PngHeader header,
        byte[] palette,
        byte[] transparency,
        IEnumerable<(string Type, byte[] Data)> meaning,
        Orientation orientation
    )
    {
        output.Write(PngReader.Signature);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, header.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), header.Height);
        (head[8], head[9], head[12]) = ((byte)header.BitDepth, (byte)header.Colour, header.Interlaced ? (byte)1 : (byte)0);
        Chunk(output, "IHDR", head);
        foreach (var (type, data) in meaning)
            Chunk(output, type, data);
        if (orientation.Value != 1)
            Chunk(output, "eXIf", orientation.ToTiff());
        if (palette.Length > 0)
            Chunk(output, "PLTE", palette);
        if (transparency.Length > 0)
            Chunk(output, "tRNS", transparency);
    }
}
