using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Cutis.Imaging.Core;
using Cutis.Imaging.Png;

namespace Cutis.Imaging.Tests;

/// <summary>Makes PNG files chunk by chunk, so that any of them can be wrong.</summary>
internal static class PngFile
{
    public const int Width = 12;
    public const int Height = 8;

    public static byte[] End => Chunk("IEND", []);

    public static byte[] Create(params byte[][] chunks) => [.. PngReader.Signature, .. chunks.SelectMany(chunk => chunk)];

    /// <summary>A chunk; its name may have any four characters up to 255.</summary>
    public static byte[] Chunk(string type, byte[] data, bool isChecksumWrong = false)
    {
        byte[] body = [.. Encoding.Latin1.GetBytes(type), .. data];
        return [.. Number(data.Length), .. body, .. Number((int)(Crc32.Update(0, body) ^ (isChecksumWrong ? 1u : 0u)))];
    }

    public static byte[] Header(PngHeader header) =>
        Chunk(
            "IHDR",
            [
                .. Number(header.Width),
                .. Number(header.Height),
                (byte)header.BitDepth,
                (byte)header.Colour,
                0,
                0,
                (byte)(header.Interlaced ? 1 : 0),
            ]
        );

    /// <summary>Random pixels; of a palette picture, numbers below 1 &lt;&lt; depth.</summary>
    public static byte[] Pixels(PngHeader header)
    {
        var random = new Random(header.BitDepth);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var pass in Adam7.For(header.Interlaced))
            {
                var row = new byte[header.RowBytes(pass.Columns(header.Width)) + 1];
                for (var y = 0; y < pass.Rows(header.Height) && row.Length > 1; y++)
                {
                    random.NextBytes(row);
                    row[0] = 0;
                    // Few numbers, so that transparent colours are met and a palette need not be long.
                    for (var i = 1; i < row.Length; i++)
                        row[i] &=
                            header.BitDepth == 8 ? (byte)15
                            : header.BitDepth == 16 ? (byte)(i % 2)
                            : (byte)255;
                    zlib.Write(row);
                }
            }
        }

        return Chunk("IDAT", packed.ToArray());
    }

    public static byte[] Palette(int colours) => Chunk("PLTE", Noise(3 * colours));

    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    /// <summary>An Exif block with an orientation and nothing else.</summary>
    public static byte[] Exif(int orientation) => Chunk("eXIf", Orientation.FromExif(orientation).ToTiff());

    public static byte[] Profile(byte[] profile) => Chunk("iCCP", IccProfile.ToPng(profile));

    public static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Numbers(params int[] values) => [.. values.SelectMany(Number)];
}
