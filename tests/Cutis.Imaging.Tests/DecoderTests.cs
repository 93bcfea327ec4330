using System;
using System.Text;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>
/// Masked pictures in decoders that we did not write: FFmpeg, Java's ImageIO, Chromium; libjpeg-turbo is asked everywhere else.
/// </summary>
public class DecoderTests
{
    private const int Width = 131;
    private const int Height = 97;
    private static readonly string[] AllSamplings = ["1x1", "2x1", "1x2", "2x2", "4x1"];
    private static readonly string[][] Modes =
    [
        [],
        ["-optimize"],
        ["-restart", "1"],
        ["-progressive"],
        ["-quality", "100"],
    ];

    private static readonly (string Name, Layer[] Layers)[] Masks =
    [
        ("none", []),
        ("box", [Box(40, 20, 60, 40)]),
        (
            "dots",
            [
                new Layer(
                    new SolidFill(0, 40, 255, 0.6),
                    Overlap.Union,
                    [
                        new Level(
                            1,
                            [.. Enumerable.Range(0, 30).Select(i => new Disc(new Vec((i * 37 % Width) + 0.3, i * 23 % Height), 1.4, 1.4))]
                        ),
                    ]
                ),
            ]
        ),
        ("heat", [new Layer(RampFill.Hydration, Overlap.Sum, [new Level(0.4, [Square(12, 9, 90)]), new Level(0.5, [Square(40, 30, 40)])])]),
    ];

    [Fact]
    public void FFmpeg_decodes_every_masked_picture_without_a_word_to_the_same_samples()
    {
        foreach (
            var (sampling, format) in new[]
            {
                ("1x1", "yuvj444p"),
                ("2x1", "yuvj422p"),
                ("1x2", "yuvj440p"),
                ("2x2", "yuvj420p"),
                ("4x1", "yuvj411p"),
            }
        )
        {
            byte[] Decoded(byte[] jpeg) =>
                Tools.Run(
                    "ffmpeg",
                    ["-v", "warning", "-f", "mjpeg", "-i", "-", "-f", "rawvideo", "-pix_fmt", format, "-"],
                    jpeg,
                    silent: true
                );
            foreach (var (what, photo, drawn) in Drawn(sampling))
            {
                var theirs = Decoded(drawn);
                if (what.EndsWith(" none", StringComparison.Ordinal))
                    theirs.ShouldBe(Decoded(photo), what);
                var image = JpegReader.Read(drawn, new PhotoLimits());
                image.Transform(default);
                var at = 0;
                foreach (var c in image.Frame.Components)
                {
                    var worst = 0;
                    for (var y = 0; y < c.Height; y++)
                    for (var x = 0; x < c.Width; x++)
                        worst = Math.Max(worst, Math.Abs(theirs[at++] - c.Samples[(y * c.Stride) + x]));
                    // Its inverse DCT rounds a little differently.
                    worst.ShouldBeLessThanOrEqualTo(1, what);
                }

                at.ShouldBe(theirs.Length, what);
            }
        }
    }

    [Fact]
    public void Java_decodes_every_masked_picture_to_the_pixels_of_libjpeg_turbo()
    {
        using var folder = Tools.Folder();
        var files = new Dictionary<string, byte[]>();
        foreach (var sampling in AllSamplings)
        {
            foreach (var (what, _, drawn) in Drawn(sampling))
            {
                files[what] = drawn;
                folder.File($"{what}.jpg", drawn);
            }
        }

        Tools.Run("java", [Path.Combine(Pictures.Root, "tests/tools/java/DecodeAll.java"), folder.Path], silent: true);
        foreach (var (what, drawn) in files)
            File.ReadAllBytes(Path.Combine(folder.Path, $"{what}.jpg.java.rgb")).ShouldBe(Pictures.Djpeg(drawn).Rgb, what);
    }

    [Fact]
    public void Chromium_decodes_every_masked_picture_to_the_pixels_of_libjpeg_turbo()
    {
        var files = AllSamplings.SelectMany(Drawn).ToDictionary(d => d.What, d => d.Drawn);
        var dom = ChromiumTests.Read(files, HashOfPixels);
        foreach (var (what, drawn) in files)
            dom.ShouldContain($"[{what}|{HashOf(Pictures.Djpeg(drawn).Rgb)}]", customMessage: what);
    }

    /// <summary>A script for a page: a number that two pictures hardly share unless all their pixels are equal.</summary>
    internal const string HashOfPixels = """
        let hash = 0;
        g.getImageData(0, 0, c.width, c.height).data.forEach((v, k) => { if (k % 4 < 3) hash = (Math.imul(hash, 31) + v) | 0; });
        return hash;
        """;

    /// <summary>The same number of samples.</summary>
    internal static int HashOf(byte[] rgb) => rgb.Aggregate(0, (hash, v) => unchecked((hash * 31) + v));

    private static IEnumerable<(string What, byte[] Photo, byte[] Drawn)> Drawn(string sampling)
    {
        foreach (var mode in Modes)
        {
            var jpeg = Pictures.Jpeg(Width, Height, ["-sample", sampling, .. mode]);
            foreach (var (name, layers) in Masks)
                yield return ($"{sampling} {string.Join(' ', mode)} {name}", jpeg, Draw(jpeg, layers));
        }
    }

    private static Region Square(double x, double y, double size) =>
        new([
            [new(x, y), new(x + size, y), new(x + size, y + size), new(x, y + size)],
        ]);
}
