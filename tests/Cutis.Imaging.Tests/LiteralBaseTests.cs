using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>PNGs whose bits are copied around a mask, against those that are compressed anew, and against libpng.</summary>
public class LiteralBaseTests
{
    private static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(5).NextBytes(noise);
        return noise;
    }

    private static byte[] DrawOn(PngPhoto photo, params Layer[] layers)
    {
        var file = new MemoryStream();
        photo.Draw(new Scene(photo.UprightWidth, photo.UprightHeight, [.. layers]), file);
        return file.ToArray();
    }

    private static void ShouldBeTheSame(PngImage image, string what, params Layer[] layers)
    {
        // As if its file were as large as a file can be, so that the base is used; and as if it had none.
        var copied = DrawOn(new PngPhoto(image, int.MaxValue), layers);
        var compressed = DrawOn(new PngPhoto(image), layers);
        var (a, b) = (PngReader.Read(copied, new PhotoLimits()), PngReader.Read(compressed, new PhotoLimits()));
        a.Rows.AsSpan().SequenceEqual(b.Rows).ShouldBeTrue(what);
        (a.Header, a.Orientation).ShouldBe((b.Header, b.Orientation), what);
        // libpng checks the CRC of each chunk, zlib the Adler-32 of the pixels.
        Tools.Run("pngtopam", ["-alphapam"], copied, silent: true);
        Tools.Run("identify", ["-regard-warnings", "-verbose", "png:-"], copied);
    }

    [Theory]
    [InlineData(PngColour.Rgb, 8)]
    [InlineData(PngColour.Rgba, 8)]
    [InlineData(PngColour.Rgb, 16)]
    [InlineData(PngColour.Rgba, 16)]
    internal void Copies_around_a_mask_are_exact(PngColour colour, int depth)
    {
        foreach (var (width, height) in new[] { (1, 1), (7, 3), (8, 17), (61, 47), (130, 40) })
        {
            var header = new PngHeader(width, height, colour, depth, false);
            foreach (var rows in new[] { Noise(header.RowBytes(width) * height), new byte[header.RowBytes(width) * height] })
            {
                var image = new PngImage
                {
                    Header = header,
                    Rows = rows,
                    Orientation = Orientation.FromExif(6),
                };
                var what = $"{colour} {depth} {width}x{height} {rows[0]}";
                ShouldBeTheSame(image, what);
                ShouldBeTheSame(image, what, Box(0, 0, 1, 1));
                ShouldBeTheSame(
                    image,
                    what,
                    Box(height - 1, width - 1, 1, 1),
                    new Layer(
                        new SolidFill(9, 200, 40, 0.4),
                        Overlap.Union,
                        [new Level(1, [new Disc(new Vec(height * 0.4, width * 0.6), 3.3, 5)])]
                    )
                );
                ShouldBeTheSame(image, what, Box(0, 0, height, width, new SolidFill(0, 255, 0, 0.5)));
            }
        }
    }

    [Fact]
    public void Bits_are_copied_at_every_offset()
    {
        var image = new PngImage { Header = new PngHeader(96, 24, PngColour.Rgb, 8, false), Rows = Noise(96 * 24 * 3) };
        for (var i = 0; i < 40; i++)
            ShouldBeTheSame(
                image,
                $"{i}",
                new Layer(
                    Red,
                    Overlap.Union,
                    [new Level(0.5, [new Disc(new Vec(2 * i, 3 + (0.5 * i)), 2.3, 2.3), new Disc(new Vec(90 - i, 20), 1, 3)])]
                )
            );
    }

    [Fact]
    public void A_photo_is_copied_and_a_drawing_compressed()
    {
        var photo = PngOf(200, 150, Pictures.Rgb(200, 150));
        Open(photo).MemoryBytes.ShouldBeGreaterThan(200 * 150 * 4, "pixels and bits");
        ((double)Draw(photo, Box(20, 20, 50, 50)).Length / photo.Length).ShouldBeLessThan(1.8);
        var flat = PngOf(200, 150, Flat(200, 150, 90, 90, 90));
        Open(flat).MemoryBytes.ShouldBe(200 * 150 * 3);
        Draw(flat, Box(20, 20, 50, 50)).Length.ShouldBeLessThan(2000);
    }
}
