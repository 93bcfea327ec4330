using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Imaging.Rendering;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Photos that are cropped, scaled, of another quality or format, and marks without a photo.</summary>
public class OutputTests
{
    private static byte[] DrawOn(Photo photo, params Layer[] layers)
    {
        var file = new MemoryStream();
        photo.Draw(new Scene(photo.UprightWidth, photo.UprightHeight, [.. layers]), file);
        return file.ToArray();
    }

    [Fact]
    public void Quality_is_that_of_cjpeg_and_the_picture_is_rounded_once()
    {
        var jpeg = Pictures.Jpeg(160, 120, "-quality", "97", "-sample", "1x1");
        foreach (var quality in new[] { 1, 20, 50, 75, 90, 100 })
        {
            var drawn = DrawOn(Open(jpeg).Derive(new OutputOptions { Quality = quality }));
            var theirs = Tools.Run(
                "cjpeg",
                ["-baseline", "-quality", $"{quality}", "-sample", "1x1"],
                Pictures.Ppm(160, 120, Pictures.Rgb(160, 120))
            );
            var (a, b) = (JpegReader.Read(drawn, new PhotoLimits()).Frame, JpegReader.Read(theirs, new PhotoLimits()).Frame);
            for (var i = 0; i < 3; i++)
                a.Components[i].Quantiser.ShouldBe(b.Components[i].Quantiser, $"{quality}");
            var original = Pictures.Rgb(160, 120);
            // As good as coding the original in that quality, as far as the upload is.
            var most = Math.Min(Pictures.Psnr(Pictures.Djpeg(theirs).Rgb, original), Pictures.Psnr(Pictures.Djpeg(jpeg).Rgb, original));
            Pictures.Psnr(Pictures.Djpeg(drawn).Rgb, original).ShouldBeGreaterThan(most - 0.8, $"{quality}");
        }
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    public void Crop_and_scale_show_the_mean_of_what_they_stand_for(string format)
    {
        var rgb = Pictures.Rgb(120, 90);
        var file =
            format == "png" ? PngOf(120, 90, rgb) : Tools.Run("cjpeg", ["-quality", "100", "-sample", "1x1"], Pictures.Ppm(120, 90, rgb));
        var photo = Open(file).Derive(new OutputOptions { Crop = new CropBox(0.1, 0.2, 0.5, 0.4), MaxSide = 20 });
        (photo.Width, photo.Height).ShouldBe((20, 12));
        var pixels = Pixels(DrawOn(photo));
        for (var y = 0; y < 12; y++)
        {
            for (var x = 0; x < 20; x++)
            {
                for (var c = 0; c < 3; c++)
                {
                    var mean = Enumerable
                        .Range(0, 9)
                        .Average(k => (double)rgb[(3 * (((18 + (3 * y) + (k / 3)) * 120) + 12 + (3 * x) + (k % 3))) + c]);
                    ((double)pixels[(3 * ((y * 20) + x)) + c]).ShouldBe(mean, format == "png" ? 0.51 : 6, $"{x},{y},{c}");
                }
            }
        }
    }

    [Fact]
    public void A_scale_by_a_fraction_is_that_of_an_area_filter()
    {
        var rgb = Pictures.Rgb(100, 70);
        var ours = Pixels(DrawOn(Open(PngOf(100, 70, rgb)).Derive(new OutputOptions { MaxSide = 37 })));
        var theirs = Pnm.Read(
            Tools.Run(
                "convert",
                ["ppm:-", "-filter", "Box", "-define", "filter:support=0.5", "-resize", "37x26!", "-depth", "8", "ppm:-"],
                Pictures.Ppm(100, 70, rgb)
            )
        );
        // ImageMagick takes whole pixels, we take parts of them, so they agree in the mean.
        Pictures.Psnr(ours, theirs.Rgb).ShouldBeGreaterThan(30);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void A_turned_photo_is_cropped_as_a_viewer_sees_it(int orientation)
    {
        var rgb = Pictures.Rgb(60, 40);
        var file = new MemoryStream();
        PngWriter.Write(
            new PngImage
            {
                Header = new PngHeader(60, 40, PngColour.Rgb, 8, false),
                Rows = rgb,
                Orientation = Orientation.FromExif(orientation),
            },
            file
        );
        var upright = Open(file.ToArray()).Derive(new OutputOptions { Crop = new CropBox(0, 0, 0.5, 0.5), Format = PictureFormat.Png });
        upright.Orientation.ShouldBe(Orientation.Upright);
        var (turn, width, height) = orientation switch
        {
            3 => ("180", 60, 40),
            6 => ("90", 40, 60),
            8 => ("270", 40, 60),
            _ => ("0", 60, 40),
        };
        var theirs = Pnm.Read(
            Tools.Run(
                "convert",
                ["ppm:-", "-rotate", turn, "-crop", $"{width / 2}x{height / 2}+0+0", "+repage", "ppm:-"],
                Pictures.Ppm(60, 40, rgb)
            )
        );
        Pixels(DrawOn(upright)).ShouldBe(theirs.Rgb);
    }

    [Fact]
    public void Formats_change_and_the_profile_goes_along()
    {
        byte[] profile = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 7))];
        // Of the header, what tells a profile from noise.
        "RGB XYZ "u8.CopyTo(profile.AsSpan(16));
        "acsp"u8.CopyTo(profile.AsSpan(36));
        var image = JpegReader.Read(Pictures.Jpeg(64, 48), new PhotoLimits());
        var carrier = new JpegImage
        {
            Frame = image.Frame,
            Colour = image.Colour,
            HasAdobe = false,
            IccSegments = IccProfile.ToJpeg(profile),
            Jfif = image.Jfif,
        };
        var jpeg = DrawOn(JpegCanvas.Open(carrier, default));
        Open(jpeg).Profile.ShouldBe(profile);
        var png = DrawOn(Open(jpeg).Derive(new OutputOptions { Format = PictureFormat.Png }));
        PngReader.Recognises(png).ShouldBeTrue();
        Open(png).Profile.ShouldBe(profile);
        Pixels(png).ShouldBe(Pixels(jpeg));
        var back = DrawOn(Open(png).Derive(new OutputOptions { Format = PictureFormat.Jpeg, Quality = 95 }));
        Open(back).Profile.ShouldBe(profile);
        Pictures.Psnr(Pictures.Djpeg(back).Rgb, Pixels(png)).ShouldBeGreaterThan(36);
    }

    [Fact]
    public void WebP_opens_in_the_reference_decoder_and_keeps_transparency()
    {
        WebP.IsAvailable.ShouldBeTrue("the test script installs it");
        var rgb = Pictures.Rgb(64, 48);
        var photo = Open(PngOf(64, 48, rgb)).Derive(new OutputOptions { Format = PictureFormat.WebP, Quality = 95 });
        photo.MediaType.ShouldBe("image/webp");
        using var folder = Tools.Folder();
        byte[] Decode(byte[] webp, string form) => Tools.Run("dwebp", ["-quiet", form, folder.File("p.webp", webp), "-o", "-"]);
        Pictures
            .Psnr(Pnm.Read(Decode(DrawOn(photo, Box(30, 10, 20, 20)), "-ppm")).Rgb, Pixels(Draw(PngOf(64, 48, rgb), Box(30, 10, 20, 20))))
            .ShouldBeGreaterThan(26, "its chroma has half the size");

        var file = new MemoryStream();
        Overlay.Draw(new Scene(64, 48, [Box(30, 10, 20, 20)]), new OutputOptions { Overlay = true, Format = PictureFormat.WebP }, file);
        var alpha = Pnm.Read(Decode(file.ToArray(), "-pam"));
        (alpha.Samples[(4 * ((15 * 64) + 35)) + 3], alpha.Samples[3]).ShouldBe(((byte)255, (byte)0));
    }

    [Fact]
    public void An_overlay_laid_on_the_photo_is_the_masked_photo()
    {
        var rgb = Pictures.Rgb(96, 64);
        Layer[] one = [new(new SolidFill(255, 80, 0, 0.6), Overlap.Union, [new Level(1, [new Disc(new Vec(40, 30), 21.3, 15)])])];
        Layer[] heat =
        [
            new(
                RampFill.Hydration,
                Overlap.Sum,
                [new Level(0.4, [new Disc(new Vec(40, 30), 21.3, 15)]), new Level(0.3, [new Disc(new Vec(50, 30), 11, 9)])]
            ),
        ];
        foreach (var layers in new[] { one, heat, [.. one, .. heat] })
        {
            var file = new MemoryStream();
            Overlay.Draw(new Scene(96, 64, [.. layers]), new OutputOptions { Overlay = true }, file);
            var png = PngReader.Read(file.ToArray(), new PhotoLimits());
            png.Header.Colour.ShouldBe(layers.Length == 1 ? PngColour.Palette : PngColour.Rgba);
            var over = PngPixels.Expand(png).Rows;
            var expected = Pixels(Draw(PngOf(96, 64, rgb), layers));
            for (var i = 0; i < 96 * 64; i++)
            {
                var alpha = over[(4 * i) + 3] / 255.0;
                for (var c = 0; c < 3; c++)
                    (((1 - alpha) * rgb[(3 * i) + c]) + (alpha * over[(4 * i) + c])).ShouldBe(
                        expected[(3 * i) + c],
                        layers.Length == 1 ? 1.6 : 2.5,
                        $"{i}"
                    );
            }
        }
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    public void Outside_of_a_spotlight_it_is_dark_or_grey(string format)
    {
        var rgb = Flat(96, 64, 200, 120, 60);
        var file =
            format == "png" ? PngOf(96, 64, rgb) : Tools.Run("cjpeg", ["-quality", "98", "-sample", "2x2"], Pictures.Ppm(96, 64, rgb));
        var mask = new Scene(96, 64, [Box(32, 16, 32, 32, new SolidFill(0, 0, 255, 0))]);
        foreach (var (light, outside) in new[] { (Spotlight.Dim, (80, 48, 24)), (Spotlight.Grey, (137, 137, 137)) })
        {
            var drawn = Pixels(Draw(file, [.. SceneBuilder.WithSpotlight(mask, light).Layers]));
            At(drawn, 96, 5, 5).ShouldBeCloseTo(outside, 3, $"{light}");
            At(drawn, 96, 90, 60).ShouldBeCloseTo(outside, 3, $"{light}");
            At(drawn, 96, 48, 32).ShouldBeCloseTo((200, 120, 60), 3, $"{light}");
        }
    }

    [Fact]
    public void Marks_on_a_small_picture_are_never_thinner_than_a_pixel()
    {
        var scene = new Scene(
            1000,
            1000,
            [
                new Layer(
                    Red,
                    Overlap.Union,
                    [new Level(1, [new Stroke([new(100, 500), new(900, 500)], 2), new Disc(new Vec(500, 100), 3, 3)])]
                ),
            ]
        );
        var small = OutputSize.Compute(new OutputOptions { MaxSide = 50 }, 1000, 1000).Place(scene);
        (small.Width, small.Height).ShouldBe((50, 50));
        var shapes = small.Layers[0].Levels[0].Shapes;
        ((Stroke)shapes[0]).Width.ShouldBe(1);
        ((Disc)shapes[1]).RadiusX.ShouldBe(0.5);
        ((Disc)shapes[1]).Centre.ShouldBe(new Vec(25, 5));
    }
}
