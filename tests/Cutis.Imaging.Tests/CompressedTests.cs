using Cutis.Imaging.Compositing;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Drawing in the compressed domain: what is copied is exact, what is made is sound.</summary>
public class CompressedTests
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (7, 9), (16, 16), (33, 31), (131, 97)];

    public static TheoryData<string> SamplingNames => [.. CompressedScenes.Samplings];

    [Theory]
    [MemberData(nameof(SamplingNames))]
    public void Blocks_that_no_mask_touches_keep_their_coefficients_and_everything_opens(string sampling)
    {
        foreach (var (width, height) in Sizes)
        {
            foreach (var mode in CompressedScenes.JpegModes)
            {
                var jpeg = Pictures.Jpeg(width, height, ["-sample", sampling, .. mode]);
                foreach (var kind in new[] { "none", "box", "last pixel", "dots", "heat" })
                {
                    var what = $"{sampling} {width}x{height} {string.Join(' ', mode)} {kind}";
                    var layers = CompressedScenes.Create(kind, width, height);
                    var drawn = Draw(jpeg, layers);
                    var theirs = Pictures.Djpeg(drawn);
                    Pictures.Psnr(theirs.Rgb, Pixels(drawn)).ShouldBe(double.PositiveInfinity, what);
                    UntouchedBlocks.ShouldKeepUntouchedBlocks(jpeg, drawn, layers, what);
                    if (kind == "none")
                        theirs.Samples.ShouldBe(Pictures.Djpeg(jpeg).Samples, what);
                }
            }
        }
    }

    [Fact]
    public void An_empty_mask_gives_the_same_pixels_whatever_the_photo()
    {
        foreach (var options in new[] { "-grayscale", "-grayscale -progressive", "-rgb", "-quality 1", "-quality 100" })
        {
            var jpeg = Pictures.Jpeg(61, 47, options.Split(' '));
            Pictures.Djpeg(Draw(jpeg)).Rgb.ShouldBe(Pictures.Djpeg(jpeg).Rgb, options);
        }

        Pictures.Djpeg(Draw(Pictures.Portrait)).Samples.ShouldBe(Pictures.Djpeg(Pictures.Portrait).Samples);
    }

    [Fact]
    public void Bits_are_copied_at_every_offset()
    {
        // A dot that wanders by a fraction of a pixel moves the seams of the copies through every bit.
        var jpeg = Pictures.Jpeg(200, 48, "-sample", "2x2", "-quality", "95");
        for (var i = 0; i < 60; i++)
        {
            var dot = new Layer(
                Red,
                Overlap.Union,
                [new Level(0.2 + (0.01 * i), [new Disc(new Vec(20 + (2.7 * i), 8 + (i * 0.5)), 1.5, 1.5)])]
            );
            var drawn = Draw(jpeg, dot);
            Pictures.Djpeg(drawn);
            UntouchedBlocks.ShouldKeepUntouchedBlocks(jpeg, drawn, [dot], $"{i}");
        }
    }

    [Theory]
    [InlineData("2x2")]
    [InlineData("1x1")]
    [InlineData("2x1")]
    [InlineData("1x2")]
    [InlineData("4x1")]
    [InlineData("3x1")]
    [InlineData("2x2,1x2,1x2")]
    [InlineData("2x2,2x1,1x2")]
    [InlineData("1x1,2x2,1x2")]
    public void The_compressed_and_the_plain_path_show_the_same(string sampling)
    {
        var photo = Tools.Run("cjpeg", ["-quality", "92", "-sample", sampling], Pictures.Ppm(512, 600, Pixels(Pictures.Portrait)));
        var image = JpegReader.Read(photo, new PhotoLimits());
        image.Transform(default);
        var plain = new PlanePhoto(image);
        foreach (var kind in new[] { "box", "dots", "heat", "layers" })
        {
            var scene = new Scene(512, 600, [.. CompressedScenes.Create(kind, 512, 600)]);
            var (fast, slow) = (new MemoryStream(), new MemoryStream());
            Open(photo).ShouldBeOfType<CompressedPhoto>().Draw(scene, fast);
            plain.Draw(scene, slow);
            Pictures.Psnr(Pixels(fast.ToArray()), Pixels(slow.ToArray())).ShouldBeGreaterThan(44, kind);
            (fast.Length / (double)slow.Length).ShouldBeInRange(0.97, 1.03, kind);
        }
    }

    [Fact]
    public void Coefficients_that_baseline_cannot_code_take_the_plain_path()
    {
        var image = JpegReader.Read(Pictures.Jpeg(32, 32), new PhotoLimits());
        IndexedScan.Build(image, default).ShouldNotBeNull();
        image.Bits!.DcCoefficients[3] = -1025;
        IndexedScan.Build(image, default).ShouldBeNull();
        image.Bits = null;
        image.Frame.Components[0].Block(1, 1)[0] = -1025;
        IndexedScan.Build(image, default).ShouldBeNull();
        image.Frame.Components[0].Block(1, 1)[0] = 0;
        image.Frame.Components[0].Block(1, 1)[5] = 1024;
        IndexedScan.Build(image, default).ShouldBeNull();
        JpegCanvas.Open(image, default).ShouldBeOfType<PlanePhoto>();
    }

    [Fact]
    public void The_finest_quantiser_and_the_strongest_contrast_stay_within_baseline()
    {
        var black = Flat(64, 48, 0, 0, 0);
        var tables = Tools.Run("cjpeg", ["-quality", "100", "-sample", "1x1"], Pictures.Ppm(64, 48, black));
        foreach (var fill in new[] { new SolidFill(255, 255, 255, 1), new SolidFill(0, 0, 255, 1), new SolidFill(255, 255, 0, 0.99) })
        {
            var checks = new Layer(
                fill,
                Overlap.Union,
                [
                    new Level(
                        1,
                        [
                            .. Enumerable
                                .Range(0, 400)
                                .Select(i => new Region([
                                    [
                                        new(i % 64, i / 8),
                                        new((i % 64) + 1, i / 8),
                                        new((i % 64) + 1, (i / 8) + 1),
                                        new(i % 64, (i / 8) + 1),
                                    ],
                                ])),
                        ]
                    ),
                ]
            );
            Pictures.Djpeg(Draw(tables, checks));
        }
    }
}
