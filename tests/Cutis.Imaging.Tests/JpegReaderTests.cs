using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;

namespace Cutis.Imaging.Tests;

/// <summary>The decoder against libjpeg-turbo: the same transform, upsampling and colour conversion give the same bytes.</summary>
public class JpegReaderTests
{
    private static readonly string[] Samplings =
    [
        "1x1",
        "2x1",
        "1x2",
        "2x2",
        "4x1",
        "4x2",
        "1x4",
        "3x1",
        "3x2",
        "2x2,2x1,1x1",
        "2x2,1x2,1x2",
        "1x1,2x2,2x2",
        "1x1,2x1,1x2",
        "4x1,2x1,1x1",
    ];

    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (2, 3), (7, 9), (8, 8), (15, 17), (16, 16), (33, 31), (97, 61)];

    private static readonly string[][] Modes =
    [
        [],
        ["-optimize"],
        ["-restart", "1"],
        ["-restart", "3B"],
        ["-progressive"],
        ["-progressive", "-restart", "1"],
        ["-progressive", "-restart", "5B"],
        ["-scans", "NONINTERLEAVED"],
        ["-scans", "NONINTERLEAVED", "-restart", "2B"],
        ["-scans", "MANY"],
    ];

    public static TheoryData<string> SamplingNames => [.. Samplings];

    [Theory]
    [MemberData(nameof(SamplingNames))]
    public void Every_sampling_size_and_mode_decodes_as_in_libjpeg_turbo(string sampling)
    {
        using var folder = Tools.Folder();
        var scripts = new Dictionary<string, string>
        {
            ["NONINTERLEAVED"] = folder.File("n", "0;\n1;\n2;\n"u8.ToArray()),
            ["MANY"] = folder.File(
                "m",
                """
                0,1,2: 0-0, 0, 2; 0: 1-9, 0, 3; 2: 1-63, 0, 1; 1: 1-63, 0, 2; 0: 10-63, 0, 2;
                0,1,2: 0-0, 2, 1; 0: 1-9, 3, 2; 0: 1-63, 2, 1; 1: 1-63, 2, 1;
                0,1,2: 0-0, 1, 0; 2: 1-63, 1, 0; 1: 1-63, 1, 0; 0: 1-63, 1, 0;

                """u8.ToArray()
            ),
        };
        foreach (var (width, height) in Sizes)
        {
            foreach (var mode in Modes)
            {
                var options = mode.Select(o => scripts.GetValueOrDefault(o, o));
                var jpeg = Pictures.Jpeg(width, height, ["-sample", sampling, .. options]);
                ShouldAgree(jpeg, $"{sampling} {width}x{height} {string.Join(' ', mode)}");
            }
        }
    }

    [Theory]
    [InlineData("-grayscale")]
    [InlineData("-grayscale", "-progressive")]
    [InlineData("-rgb")]
    [InlineData("-rgb", "-progressive")]
    [InlineData("-quality", "100")]
    [InlineData("-quality", "1")]
    [InlineData("-quality", "1", "-progressive")]
    [InlineData("-dct", "float")]
    public void Colour_models_and_qualities_decode_as_in_libjpeg_turbo(params string[] options)
    {
        foreach (var (width, height) in Sizes)
            ShouldAgree(Pictures.Jpeg(width, height, options), string.Join(' ', options));
    }

    [Fact]
    public void Sixteen_bit_quantisation_tables_of_extended_frames_are_read()
    {
        // Quality 1 without -baseline writes steps above 255 and SOF1.
        var jpeg = Pictures.Jpeg(40, 30, "-quality", "1");
        jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC1]).ShouldBeGreaterThan(0);
        ShouldAgree(jpeg, "SOF1");
    }

    [Fact]
    public void A_real_photo_decodes_as_in_libjpeg_turbo() => ShouldAgree(Pictures.Portrait, "portrait");

    [Theory]
    [InlineData("Plane")]
    [InlineData("JPEG")]
    public void Pictures_of_inks_decode_as_in_libjpeg_turbo(string interlace)
    {
        using var folder = Tools.Folder();
        var ppm = folder.File("p.ppm", Pictures.Ppm(61, 47, Pictures.Rgb(61, 47)));
        foreach (var sampling in new[] { "1x1", "2x2" })
        {
            var jpeg = Tools.Run("convert", [ppm, "-colorspace", "CMYK", "-sampling-factor", sampling, "-interlace", interlace, "jpeg:-"]);
            var image = JpegReader.Read(jpeg, new PhotoLimits());
            image.Colour.ShouldBeOneOf(ColourModel.Cmyk, ColourModel.Ycck);
            image.HasAdobe.ShouldBeTrue();
            Pictures.Psnr(JpegColour.ToRgb(image), Pictures.Djpeg(jpeg).Rgb).ShouldBe(double.PositiveInfinity, sampling);
        }
    }

    [Fact]
    public void A_file_without_its_end_marker_is_whole()
    {
        var jpeg = Pictures.Jpeg(50, 40);
        JpegReader.Read(jpeg[..^2], new PhotoLimits()).Frame.Width.ShouldBe(50);
    }

    [Fact]
    public void A_file_cut_off_within_its_picture_is_damaged()
    {
        foreach (var mode in new[] { "-baseline", "-progressive" })
        {
            var jpeg = Pictures.Jpeg(200, 160, mode);
            foreach (var share in new[] { 0.2, 0.5, 0.9 })
            {
                Photo.TryOpen(jpeg[..(int)(jpeg.Length * share)], new PhotoLimits(), out _, out var error);
                error.ShouldNotBeNull().Problem.ShouldBe(PhotoProblem.Damaged);
            }
        }
    }

    private static void ShouldAgree(byte[] jpeg, string what)
    {
        var theirs = Pictures.Djpeg(jpeg);
        var image = JpegReader.Read(jpeg, new PhotoLimits());
        (image.Frame.Width, image.Frame.Height).ShouldBe((theirs.Width, theirs.Height), what);
        var psnr = Pictures.Psnr(JpegColour.ToRgb(image), theirs.Rgb);
        psnr.ShouldBe(double.PositiveInfinity, what);
    }
}
