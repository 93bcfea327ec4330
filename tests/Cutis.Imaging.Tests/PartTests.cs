using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>Parts of photos, read without the rest of them.</summary>
public class PartTests
{
    private static readonly (int X, int Y, int Width, int Height)[] Parts =
    [
        (0, 0, 133, 101),
        (0, 0, 1, 1),
        (132, 100, 1, 1),
        (17, 0, 33, 101),
        (40, 50, 64, 3),
        (1, 31, 131, 33),
    ];

    [Theory]
    [InlineData("1x1")]
    [InlineData("2x1")]
    [InlineData("2x2")]
    [InlineData("1x2")]
    [InlineData("4x1,1x1,2x1")]
    [InlineData("grey")]
    public void A_part_of_a_jpeg_is_that_part_of_the_whole(string sampling)
    {
        string[] options = sampling == "grey" ? ["-grayscale"] : ["-sample", sampling];
        var jpeg = Pictures.Jpeg(133, 101, options);
        var photo = MaskedPhotos.Open(jpeg);
        var whole = JpegColour.ToRgb(JpegReader.Read(jpeg, new PhotoLimits()));
        ShouldReadParts(photo, whole, 3);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_part_of_a_png_is_that_part_of_the_whole(int depth)
    {
        var random = new Random(3);
        var rows = new byte[133 * 101 * 4 * depth / 8];
        random.NextBytes(rows);
        var image = new PngImage { Header = new PngHeader(133, 101, PngColour.Rgba, depth, false), Rows = rows };
        ShouldReadParts(new PngPhoto(image), PngPixels.ToPixels(image).Data, 4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Pixels_are_turned_as_a_viewer_turns_them(int value)
    {
        var orientation = Orientation.FromExif(value);
        var rgb = Pictures.Rgb(47, 31);
        var photo = new PngPhoto(
            new PngImage
            {
                Header = new PngHeader(47, 31, PngColour.Rgb, 8, false),
                Rows = rgb,
                Orientation = orientation,
            }
        );
        var (width, height) = (photo.UprightWidth, photo.UprightHeight);
        using var pixels = new UprightPixels(photo, default);
        foreach (
            var part in new[]
            {
                new PixelPart(0, 0, width, height),
                new PixelPart(3, 5, 20, 11),
                new PixelPart(width - 1, height - 2, 1, 2),
            }
        )
        {
            var read = pixels.Read(part, part.Width, part.Height).Data;
            for (var y = 0; y < part.Height; y++)
            {
                for (var x = 0; x < part.Width; x++)
                {
                    var at = orientation.ToStored(new Vec(part.Left + x + 0.5, part.Top + y + 0.5), 47, 31);
                    read.AsSpan(3 * ((y * part.Width) + x), 3)
                        .SequenceEqual(rgb.AsSpan(3 * (((int)at.Y * 47) + (int)at.X), 3))
                        .ShouldBeTrue($"{value}: {part} {x},{y}");
                }
            }
        }
    }

    [Fact]
    public void Making_a_large_photo_small_takes_the_memory_of_the_small_one()
    {
        // 24 megapixels: 72 MB of pixels, 48 MB of coefficients that are there already.
        var photo = JpegCanvas.Open(Grey(6000, 4000), default);
        photo.Derive(new OutputOptions { MaxSide = 64 });
        var before = GC.GetAllocatedBytesForCurrentThread();
        photo.Derive(new OutputOptions { MaxSide = 500 });
        photo.Derive(new OutputOptions { Crop = new CropBox(0.4, 0.4, 0.1, 0.1) });
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(30 << 20);
    }

    private static JpegImage Grey(int width, int height)
    {
        var steps = Enumerable.Repeat((ushort)8, 64).ToArray();
        var component = new JpegComponent(1, 1, 1, 0) { Quantiser = steps };
        var image = new JpegImage
        {
            Frame = new JpegFrame(width, height, false, [component]),
            Colour = ColourModel.Grey,
            HasAdobe = false,
        };
        component.AllocateCoefficients(zero: true);
        return image;
    }

    private static void ShouldReadParts(Photo photo, byte[] whole, int channels)
    {
        foreach (var (left, top, width, height) in Parts)
        {
            var part = new byte[width * height * channels];
            photo.ReadPart(new PixelPart(left, top, width, height), part, default);
            for (var y = 0; y < height; y++)
                part.AsSpan(y * width * channels, width * channels)
                    .SequenceEqual(whole.AsSpan((((top + y) * 133) + left) * channels, width * channels))
                    .ShouldBeTrue($"{left},{top} row {y}");
        }
    }
}
