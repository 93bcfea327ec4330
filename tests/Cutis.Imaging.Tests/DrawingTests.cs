using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Masks.Colours;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>What a mask does to the pixels of a photo, and what it leaves alone.</summary>
public class DrawingTests
{
    public static TheoryData<string> JpegKinds =>
        [
            "-sample 2x2",
            "-sample 1x1",
            "-sample 2x1",
            "-sample 1x2",
            "-sample 4x1",
            "-sample 3x1",
            "-rgb",
            "-grayscale",
            "-progressive",
            "-restart 1",
            "-quality 30",
            "-quality 100",
            "-quality 1",
            "-optimize",
            "-sample 1x1,2x2,2x2",
        ];

    [Theory]
    [MemberData(nameof(JpegKinds))]
    public void A_jpeg_is_red_inside_and_unchanged_away_from_the_mask(string options)
    {
        foreach (var (width, height) in new[] { (197, 161), (160, 128), (17, 33) })
        {
            var jpeg = Pictures.Jpeg(width, height, options.Split(' '));
            var before = Pixels(jpeg);
            var drawn = Draw(jpeg, Box(width / 2, 0, width, height / 2));
            var after = Pixels(drawn);
            ShouldOpenEverywhere(drawn);
            Tables(drawn).ShouldBe(Tables(jpeg));
            // At quality 1 the steps of the quantiser are as large as the range.
            var coarse = options.Contains("quality 1", StringComparison.Ordinal) && !options.Contains("100", StringComparison.Ordinal);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var what = $"{options} {width}x{height} at {x},{y}";
                    // An MCU is at most 32 wide; within it chroma and ringing of the edge may reach.
                    if (x < (width / 2) - 33 || y > (height / 2) + 33)
                        At(after, width, x, y).ShouldBeCloseTo(At(before, width, x, y), coarse ? 6 : 3, what);
                    if (x > (width / 2) + 33 && y < (height / 2) - 33)
                        At(after, width, x, y).ShouldBeCloseTo((254, 0, 0), coarse ? 100 : 6, what);
                }
            }
        }
    }

    [Fact]
    public void An_empty_mask_changes_nothing_on_a_png()
    {
        var png = PngOf(61, 47, Pictures.Rgb(61, 47));
        Pixels(Draw(png)).ShouldBe(Pixels(png));
    }

    [Fact]
    public void A_picture_of_inks_is_drawn_on_by_the_plain_path()
    {
        using var folder = Tools.Folder();
        var ppm = folder.File("p.ppm", Pictures.Ppm(160, 128, Pictures.Rgb(160, 128)));
        var cmyk = Tools.Run("convert", [ppm, "-colorspace", "CMYK", "jpeg:-"]);
        Open(cmyk).ShouldBeOfType<PlanePhoto>();
        var drawn = Draw(cmyk, Box(80, 0, 80, 64));
        ShouldOpenEverywhere(drawn);
        At(Pixels(drawn), 160, 130, 20).ShouldBeCloseTo((254, 0, 0), 6, "inside");
        Pictures.Psnr(Pixels(Draw(cmyk)), Pixels(cmyk)).ShouldBeGreaterThan(35);
    }

    [Fact]
    public void Inside_the_mask_the_quality_is_that_of_blending_in_rgb_and_encoding()
    {
        using var folder = Tools.Folder();
        var before = Pixels(Pictures.Portrait);
        var half = Box(100, 100, 300, 400, new SolidFill(0, 80, 255, 0.5));
        var ideal = (byte[])before.Clone();
        for (var y = 100; y < 500; y++)
        {
            for (var x = 100; x < 400; x++)
            {
                var at = 3 * ((y * 512) + x);
                (ideal[at], ideal[at + 1], ideal[at + 2]) = (
                    (byte)(ideal[at] / 2),
                    (byte)((ideal[at + 1] + 80) / 2),
                    (byte)((ideal[at + 2] + 255) / 2)
                );
            }
        }

        var ours = Pictures.Psnr(Pixels(Draw(Pictures.Portrait, half)), ideal);
        var tables = folder.File("q.txt", System.Text.Encoding.ASCII.GetBytes(QuantiserText(Pictures.Portrait)));
        var theirs = Pictures.Psnr(
            Pixels(Tools.Run("cjpeg", ["-quality", "50", "-qtables", tables, "-sample", "2x2"], Pictures.Ppm(512, 600, ideal))),
            ideal
        );
        ours.ShouldBeGreaterThan(theirs - 0.2);
    }

    [Fact]
    public void Opacity_is_alpha_times_intensity_times_coverage()
    {
        var png = PngOf(20, 10, Flat(20, 10, 100, 100, 100));
        var pixels = Pixels(Draw(png, Box(2.5, 2, 10, 5, new SolidFill(200, 0, 100, 0.5), intensity: 0.5)));
        At(pixels, 20, 5, 4).ShouldBe((125, 75, 100));
        At(pixels, 20, 2, 4).ShouldBeCloseTo((113, 88, 100), 1, "half a pixel");
        At(pixels, 20, 15, 4).ShouldBe((100, 100, 100));
    }

    [Fact]
    public void A_transparent_png_is_blended_as_browsers_do()
    {
        var png = PngOf(4, 1, [100, 100, 100, 0, 100, 100, 100, 128, 100, 100, 100, 255, 1, 2, 3, 4], PngColour.Rgba);
        var drawn = PngReader.Read(Draw(png, Box(0, 0, 3, 1, new SolidFill(255, 0, 0, 0.5))), new PhotoLimits());
        drawn.Rows[..4].ShouldBe([255, 0, 0, 128]);
        drawn.Rows[7].ShouldBe((byte)192);
        drawn.Rows[8..12].ShouldBe([178, 50, 50, 255]);
        drawn.Rows[12..].ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void A_deep_png_stays_deep_and_a_palette_becomes_colours()
    {
        var deep = PngReader.Read(
            Draw(PngOf(2, 1, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], PngColour.Rgb, 16), Box(0, 0, 1, 1)),
            new PhotoLimits()
        );
        deep.Header.BitDepth.ShouldBe(16);
        deep.Rows.ShouldBe([255, 255, 0, 0, 0, 0, 7, 8, 9, 10, 11, 12]);

        var file = new MemoryStream();
        PngWriter.Write(
            new PngImage
            {
                Header = new PngHeader(3, 1, PngColour.Palette, 2, true),
                Rows = [0b01_10_00_00],
                Palette = [9, 9, 9, 1, 2, 3, 4, 5, 6],
            },
            file
        );
        var drawn = PngReader.Read(Draw(file.ToArray(), Box(1, 0, 1, 1)), new PhotoLimits());
        drawn.Rows.ShouldBe([1, 2, 3, 255, 0, 0, 9, 9, 9]);
    }

    [Fact]
    public void A_photo_may_be_drawn_on_by_many_threads()
    {
        var photo = Open(Pictures.Portrait);
        var pictures = new byte[8][];
        Parallel.For(
            0,
            8,
            i =>
            {
                var output = new MemoryStream();
                photo.Draw(new Scene(512, 600, [Box(i / 4 * 50, 100, 200, 200)]), output);
                pictures[i] = output.ToArray();
            }
        );
        for (var i = 1; i < 4; i++)
            pictures[i].ShouldBe(pictures[0]);
        pictures[4].ShouldNotBe(pictures[0]);
    }

    [Fact]
    public void Work_ends_when_it_is_told_to()
    {
        var photo = Open(Pictures.Portrait);
        Should.Throw<OperationCanceledException>(() => photo.Draw(new Scene(512, 600, []), Stream.Null, new CancellationToken(true)));
    }

    internal static void ShouldOpenEverywhere(byte[] file)
    {
        if (JpegReader.Recognises(file))
            Pictures.Djpeg(file);
        Tools.Run("identify", ["-regard-warnings", "-verbose", "-"], file);
    }

    private static ushort[][] Tables(byte[] jpeg) =>
        [.. JpegReader.Read(jpeg, new PhotoLimits()).Frame.Components.Take(1).Select(c => c.Quantiser!)];

    private static string QuantiserText(byte[] jpeg) =>
        string.Join(
            "\n\n",
            JpegReader
                .Read(jpeg, new PhotoLimits())
                .Frame.Components.Take(2)
                .Select(c => string.Join('\n', c.Quantiser!.Chunk(8).Select(row => string.Join(' ', row))))
        );
}
