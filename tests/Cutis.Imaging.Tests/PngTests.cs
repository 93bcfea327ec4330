using System;
using System.IO.Compression;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;

namespace Cutis.Imaging.Tests;

/// <summary>Reader and writer against libpng, by way of netpbm's tools, on pictures like those of PngSuite.</summary>
public class PngTests
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (3, 2), (5, 9), (8, 8), (31, 33)];

    public static TheoryData<int, int, bool, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool, string>();
            foreach (var interlaced in new[] { false, true })
            {
                foreach (
                    var (colour, depths) in new[]
                    {
                        (0, new[] { 1, 2, 4, 8, 16 }),
                        (2, [8, 16]),
                        (3, [1, 2, 4, 8]),
                        (4, [8, 16]),
                        (6, [8, 16]),
                    }
                )
                {
                    foreach (var depth in depths)
                    {
                        kinds.Add(colour, depth, interlaced, "opaque");
                        if (colour is 0 or 2 or 3)
                            kinds.Add(colour, depth, interlaced, "tRNS");
                    }
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_we_write_is_what_libpng_reads(int colour, int depth, bool interlaced, string transparency)
    {
        foreach (var (width, height) in Sizes)
        {
            var image = Make(new PngHeader(width, height, (PngColour)colour, depth, interlaced), transparency == "tRNS");
            var file = new MemoryStream();
            PngWriter.Write(image, file);
            // pngtopam passes over the transparent colour of RGB pictures; ImageMagick, on libpng too, does not.
            var theirs = image is { Header.Colour: PngColour.Rgb, Transparency.Length: > 0 }
                ? FromImageMagick(file.ToArray(), width, height, depth)
                : Pnm.Read(Tools.Run("pngtopam", ["-alphapam"], file.ToArray(), silent: true));
            ShouldShowTheSame(theirs, PngPixels.Expand(image));

            var again = PngReader.Read(file.ToArray(), new PhotoLimits());
            again.Rows.ShouldBe(image.Rows);
            again.Header.ShouldBe(image.Header);
        }
    }

    [Theory]
    [InlineData("-interlace")]
    [InlineData("-interlace", "-force")]
    [InlineData("-force")]
    [InlineData("-transparent", "=rgb:cc/96/78")]
    [InlineData("-nofilter")]
    [InlineData("-sub")]
    [InlineData("-up")]
    [InlineData("-avg")]
    [InlineData("-paeth")]
    [InlineData("-compression", "0")]
    [InlineData("-compression", "9")]
    public void What_libpng_writes_is_what_we_read(params string[] options)
    {
        foreach (var (width, height) in Sizes)
        {
            var rgb = Pictures.Rgb(width, height);
            // Few colours make pnmtopng choose a palette or a small depth.
            foreach (var few in new[] { false, true })
            {
                var samples = few ? rgb.Select(v => (byte)(v / 86 * 127)).ToArray() : rgb;
                var png = Tools.Run("pnmtopng", options, Pictures.Ppm(width, height, samples));
                var theirs = Pnm.Read(Tools.Run("pngtopam", ["-alphapam"], png));
                ShouldShowTheSame(theirs, PngPixels.Expand(PngReader.Read(png, new PhotoLimits())));
            }
        }
    }

    [Fact]
    public void Sixteen_bits_and_grey_from_libpng_are_read_exactly()
    {
        var wide = new byte[20 * 10 * 6];
        new Random(3).NextBytes(wide);
        byte[] ppm = [.. "P6\n20 10\n65535\n"u8, .. wide];
        foreach (var options in new[] { Array.Empty<string>(), ["-interlace"] })
        {
            var image = PngReader.Read(Tools.Run("pnmtopng", options, ppm), new PhotoLimits());
            image.Header.BitDepth.ShouldBe(16);
            image.Rows.ShouldBe(wide);
        }

        byte[] pgm = [.. "P5\n7 3\n3\n"u8, .. Enumerable.Range(0, 21).Select(i => (byte)(i % 4))];
        var grey = PngReader.Read(Tools.Run("pnmtopng", [], pgm), new PhotoLimits());
        (grey.Header.Colour, grey.Header.BitDepth).ShouldBe((PngColour.Grey, 2));
        PngPixels.Expand(grey).Rows[3].ShouldBe((byte)85);
    }

    [Fact]
    public void Metadata_that_gives_colours_their_meaning_is_kept()
    {
        var profile = new byte[300];
        new Random(5).NextBytes(profile);
        var image = new PngImage
        {
            Header = new PngHeader(4, 4, PngColour.Rgb, 8, false),
            Rows = new byte[48],
            Meaning = [("iCCP", [.. "P3\0\0"u8, .. Deflate(profile)]), ("pHYs", [0, 0, 11, 19, 0, 0, 11, 19, 1])],
            Orientation = Orientation.FromExif(6),
        };
        var file = new MemoryStream();
        PngWriter.Write(image, file);
        var again = PngReader.Read(file.ToArray(), new PhotoLimits());
        again.Meaning.Select(c => c.Type).ShouldBe(["iCCP", "pHYs"]);
        again.Meaning[0].Data.ShouldBe(image.Meaning[0].Data);
        again.Orientation.Value.ShouldBe(6);
    }

    [Fact]
    public void Broken_files_are_named_as_such()
    {
        var file = new MemoryStream();
        PngWriter.Write(Make(new PngHeader(40, 30, PngColour.Rgb, 8, false), false), file);
        var png = file.ToArray();
        for (var at = 8; at < png.Length; at += 7)
        {
            var broken = (byte[])png.Clone();
            broken[at] ^= 0x10;
            Photo.TryOpen(broken, new PhotoLimits(), out _, out var error).ShouldBeFalse($"byte {at}");
            error.ShouldNotBeNull();
            Photo.TryOpen(png[..at], new PhotoLimits(), out _, out error).ShouldBeFalse($"cut at {at}");
            error!.Problem.ShouldBe(PhotoProblem.Damaged);
        }
    }

    [Fact]
    public void A_stream_that_needs_a_dictionary_is_damaged()
    {
        var file = new MemoryStream();
        PngWriter.Write(Make(new PngHeader(4, 4, PngColour.Rgb, 8, false), false), file);
        var png = file.ToArray();
        var data = png.AsSpan().IndexOf("IDAT"u8);
        // FDICT set, and the check bits made to fit (RFC 1950, 2.2).
        (png[data + 4], png[data + 5]) = (0x78, 0x20);
        png[data + 5] += (byte)(31 - (((png[data + 4] << 8) | png[data + 5]) % 31));
        var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(data - 4));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(
            png.AsSpan(data + 4 + length),
            Crc32.Update(0, png.AsSpan(data, length + 4))
        );
        Photo.TryOpen(png, new PhotoLimits(), out _, out var error).ShouldBeFalse();
        error!.Problem.ShouldBe(PhotoProblem.Damaged);
    }

    private static Pnm FromImageMagick(byte[] png, int width, int height, int depth)
    {
        var samples = Tools.Run("convert", ["png:-", "-depth", $"{depth}", "-endian", "MSB", "rgba:-"], png, silent: true);
        return new Pnm(width, height, 4, depth == 16 ? 65535 : 255, samples);
    }

    private static byte[] Deflate(byte[] data)
    {
        var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(data);
        return output.ToArray();
    }

    private static PngImage Make(PngHeader header, bool transparent)
    {
        var random = new Random(header.Width + header.BitDepth);
        var rows = new byte[header.RowBytes(header.Width) * header.Height];
        random.NextBytes(rows);
        var colours = 1 << header.BitDepth;
        var palette = new byte[header.Colour == PngColour.Palette ? colours * 3 : 0];
        random.NextBytes(palette);
        // Bits after the last pixel of a row are nobody's.
        var spare = (header.RowBytes(header.Width) * 8) - (header.Width * header.BitsPerPixel);
        for (var y = 1; y <= header.Height; y++)
            rows[(y * header.RowBytes(header.Width)) - 1] &= (byte)(255 << spare);
        byte[] key = header.Colour switch
        {
            PngColour.Grey => header.BitDepth == 16 ? rows[..2] : [0, (byte)(rows[0] >> (8 - header.BitDepth))],
            PngColour.Rgb => header.BitDepth == 16 ? rows[..6] : [0, rows[0], 0, rows[1], 0, rows[2]],
            _ => [0, 128],
        };
        return new PngImage
        {
            Header = header,
            Rows = rows,
            Palette = palette,
            Transparency = transparent ? key : [],
        };
    }

    private static void ShouldShowTheSame(Pnm theirs, PngImage ours)
    {
        (ours.Header.Width, ours.Header.Height).ShouldBe((theirs.Width, theirs.Height));
        var theirDepth = theirs.Max > 255 ? 2 : 1;
        for (var pixel = 0; pixel < theirs.Width * theirs.Height; pixel++)
        {
            var mine = Pixel(ours, pixel);
            var other = new double[4];
            for (var i = 0; i < 4; i++)
            {
                var isAlpha = i == 3;
                var hasAlpha = theirs.Channels is 2 or 4;
                var channel =
                    isAlpha ? theirs.Channels - 1
                    : theirs.Channels <= 2 ? 0
                    : i;
                var at = ((pixel * theirs.Channels) + channel) * theirDepth;
                var value = theirDepth == 2 ? (theirs.Samples[at] << 8) | theirs.Samples[at + 1] : theirs.Samples[at];
                other[i] = isAlpha && !hasAlpha ? 1 : value / (double)theirs.Max;
            }

            for (var i = 0; i < 4; i++)
                mine[i].ShouldBe(other[i], 1e-9, $"pixel {pixel} channel {i}");
        }
    }

    private static double[] Pixel(PngImage image, int pixel)
    {
        var deep = image.Header.BitDepth == 16;
        var values = new double[] { 0, 0, 0, 1 };
        for (var i = 0; i < image.Header.Channels; i++)
        {
            var at = (pixel * image.Header.Channels) + i;
            values[i] = deep ? ((image.Rows[2 * at] << 8) | image.Rows[(2 * at) + 1]) / 65535.0 : image.Rows[at] / 255.0;
        }

        return values;
    }
}
