using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Rendering;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>
/// All sampling factors of 1..4 in scans of every kind: what libjpeg-turbo shows is read and drawn on, and what is written opens in it; the
/// rest is refused when it is opened. CUTIS_ALL_SAMPLINGS=1 tries all of them in all scans, which takes a quarter of an hour.
/// </summary>
public class JpegSamplingTests
{
    private static readonly bool All = Environment.GetEnvironmentVariable("CUTIS_ALL_SAMPLINGS") == "1";

    private static readonly string[] OneFactor = [.. from h in Enumerable.Range(1, 4) from v in Enumerable.Range(1, 4) select $"{h}x{v}"];

    private static readonly (int Width, int Height)[] Sizes = [(72, 56), (33, 65), (1, 1), (97, 61), (8, 130)];

    // Scripts of cjpeg: components together or apart, and progressive scans of both kinds.
    private static readonly (string Name, string Script, string[] Options)[] Modes =
    [
        ("together", "0,1,2;\n", []),
        ("apart", "0;\n1;\n2;\n", []),
        ("apart, restarts", "0;\n1;\n2;\n", ["-restart", "3B"]),
        ("together, restarts", "0,1,2;\n", ["-restart", "1"]),
        ("two together", "0;\n1,2;\n", ["-restart", "1"]),
        (
            "progressive",
            "0,1,2: 0-0, 0, 1;\n0: 1-9, 0, 1;\n1: 1-63, 0, 0;\n2: 1-63, 0, 0;\n0: 10-63, 0, 1;\n0,1,2: 0-0, 1, 0;\n0: 1-63, 1, 0;\n",
            []
        ),
        (
            "progressive, apart",
            """
            0: 0-0, 0, 1; 1: 0-0, 0, 0; 2: 0-0, 0, 0; 0: 1-63, 0, 2; 1: 1-63, 0, 0;
            0: 0-0, 1, 0; 2: 1-63, 0, 0; 0: 1-63, 2, 1; 0: 1-63, 1, 0;

            """,
            ["-restart", "2B"]
        ),
    ];

    public static TheoryData<string> Lumas => [.. OneFactor];

    [Theory]
    [MemberData(nameof(Lumas))]
    public void Every_sampling_of_three_components_is_drawn_so_that_it_opens_elsewhere(string luma)
    {
        using var folder = Tools.Folder();
        var scripts = Modes.ToDictionary(
            m => m.Name,
            m => folder.File($"{Array.IndexOf(Modes, m)}", System.Text.Encoding.ASCII.GetBytes(m.Script))
        );
        var number = Array.IndexOf(OneFactor, luma);
        foreach (var (b, r) in from b in OneFactor from r in OneFactor select (b, r))
        {
            number++;
            // Both chroma components alike, and one of sixteen of the others.
            if (!All && b != r && number % 16 != 0)
                continue;
            string[] samplings = [luma, b, r];
            if (!Samplings.AreWholeRatios(samplings))
                continue;
            for (var mode = 0; mode < Modes.Length; mode++)
            {
                if (!All && mode != number % Modes.Length)
                    continue;
                var (name, _, options) = Modes[mode];
                var together = name switch
                {
                    "two together" => samplings[1..],
                    _ when name.Contains("apart", StringComparison.Ordinal) => [],
                    _ => samplings,
                };
                // More than ten blocks in an MCU are not legal; these components go apart.
                if (together.Sum(Samplings.Blocks) > 10)
                    (name, options) = ("apart", []);
                var (width, height) = Sizes[number % Sizes.Length];
                var what = $"{string.Join(',', samplings)} {name} {width}x{height}";
                ShouldShowAsElsewhere(
                    Pictures.Jpeg(width, height, ["-sample", string.Join(',', samplings), "-scans", scripts[name], .. options]),
                    what
                );
            }
        }
    }

    [Theory]
    [InlineData("1x1,1x1,1x1")]
    [InlineData("4x4,1x1,1x1")]
    [InlineData("2x2,2x2,2x2")]
    [InlineData("1x1,4x4,2x2")]
    [InlineData("4x2,2x2,1x2")]
    public void What_is_derived_from_such_a_photo_opens_elsewhere_too(string sampling)
    {
        using var folder = Tools.Folder();
        var script = folder.File("scans", "0;\n1;\n2;\n"u8.ToArray());
        var file = Pictures.Jpeg(97, 61, "-sample", sampling, "-scans", script);
        var mask = new Scene(97, 61, [Box(20, 10, 40, 30)]);
        OutputOptions[] outputs =
        [
            new() { Quality = 60 },
            new() { Quality = 100 },
            new() { Format = PictureFormat.Jpeg },
            new() { Format = PictureFormat.Jpeg, MaxSide = 40 },
            new() { Crop = new CropBox(0.1, 0.1, 0.5, 0.5) },
            new() { Format = PictureFormat.Png },
        ];
        foreach (var output in outputs)
        {
            var photo = Open(file).Derive(output);
            foreach (
                var layers in new[]
                {
                    [],
                    mask.Layers.ToArray(),
                    [.. SceneBuilder.WithSpotlight(mask, Spotlight.Dim).Layers],
                    [.. SceneBuilder.WithSpotlight(mask, Spotlight.Grey).Layers],
                }
            )
            {
                var drawn = new MemoryStream();
                photo.Draw(new Scene(photo.UprightWidth, photo.UprightHeight, [.. layers]), drawn);
                var bytes = drawn.ToArray();
                var theirs = output.Format == PictureFormat.Png ? Pnm.Read(Tools.Run("pngtopam", [], bytes)) : Pictures.Djpeg(bytes);
                theirs.Rgb.ShouldBeSamples(Pixels(bytes), $"{sampling} {output}");
            }
        }

        // In an SVG the photo is embedded.
        var svg = new MemoryStream();
        SvgPicture.Write(mask, Open(file), svg);
        var text = System.Text.Encoding.UTF8.GetString(svg.ToArray());
        var data = text[(text.IndexOf("base64,", StringComparison.Ordinal) + 7)..];
        Pictures.Djpeg(Convert.FromBase64String(data[..data.IndexOf('"')])).Rgb.ShouldBeSamples(Pictures.Djpeg(file).Rgb, sampling);
    }

    [Fact]
    public void Chromium_shows_pictures_with_a_scan_for_each_component_as_libjpeg_turbo_does()
    {
        using var folder = Tools.Folder();
        var script = folder.File("scans", "0;\n1;\n2;\n"u8.ToArray());
        var files = new Dictionary<string, byte[]>();
        foreach (
            var sampling in new[]
            {
                "4x4,1x1,1x1",
                "2x2,2x2,2x2",
                "1x1,4x4,2x2",
                "4x2,2x2,1x2",
                "1x4,1x4,1x4",
                "4x4,4x4,4x4",
                "2x4,1x4,2x1",
            }
        )
        {
            var file = Pictures.Jpeg(97, 61, "-sample", sampling, "-scans", script);
            Open(file).ShouldBeOfType<SeparatedPhoto>();
            files[sampling] = Draw(file, Box(20, 10, 40, 30));
        }

        // Coefficients beyond baseline: the plain path.
        var image = JpegReader.Read(Pictures.Jpeg(97, 61, "-sample", "4x4,1x1,1x1", "-scans", script), new PhotoLimits());
        image.Frame.Components[0].Block(0, 0)[5] = 1024;
        var plain = new MemoryStream();
        JpegCanvas.Open(image, default).ShouldBeOfType<PlanePhoto>().Draw(new Scene(97, 61, [Box(20, 10, 40, 30)]), plain);
        files["plain path"] = plain.ToArray();

        var seen = ChromiumTests.Read(files, DecoderTests.HashOfPixels);
        foreach (var (what, file) in files)
            seen.ShouldContain($"[{what}|{DecoderTests.HashOf(Pictures.Djpeg(file).Rgb)}]", customMessage: what);
    }

    [Fact]
    public void Every_sampling_of_one_component_is_as_one_of_1_by_1()
    {
        foreach (var (sampling, number) in OneFactor.Select((s, i) => (s, i)))
        {
            foreach (var options in new[] { [], ["-progressive"], ["-restart", "3B"], new[] { "-optimize", "-restart", "1" } })
            {
                var (width, height) = Sizes[number % Sizes.Length];
                ShouldShowAsElsewhere(
                    Pictures.Jpeg(width, height, ["-grayscale", "-sample", sampling, .. options]),
                    $"{sampling} {string.Join(' ', options)}"
                );
            }
        }
    }

    [Fact]
    public void Every_sampling_of_inks_is_read_as_elsewhere()
    {
        using var folder = Tools.Folder();
        string[] scripts =
        [
            folder.File("a", "0;\n1;\n2;\n3;\n"u8.ToArray()),
            folder.File(
                "p",
                """
                0: 0-0, 0, 1; 1: 0-0, 0, 0; 2: 0-0, 0, 0; 3: 0-0, 0, 0; 0: 1-63, 0, 1;
                1: 1-63, 0, 0; 2: 1-63, 0, 0; 3: 1-63, 0, 0; 0: 0-0, 1, 0; 0: 1-63, 1, 0;

                """u8.ToArray()
            ),
        ];
        var number = 0;
        foreach (var (first, last) in from a in OneFactor from b in OneFactor select (a, b))
        {
            string[] samplings = [first, ++number % 3 == 0 ? "1x1" : last, number % 2 == 0 ? "1x1" : first, last];
            if (!Samplings.AreWholeRatios(samplings))
                continue;
            var (width, height) = Sizes[number % Sizes.Length];
            var file = Samplings.OfInks(width, height, samplings, number);
            if (number % 3 > 0)
                file = Tools.Run("jpegtran", ["-scans", scripts[(number % 3) - 1], "-restart", "5B"], file);
            var what = $"{string.Join(',', samplings)} {number}";
            Pixels(file).ShouldBeSamples(Pictures.Djpeg(file).Rgb, what);
            Pictures.Djpeg(Draw(file, Box(0, 0, width / 2.0, height))).Rgb.Length.ShouldBe(3 * width * height, what);
        }
    }

    [Fact]
    public void Ratios_that_are_not_whole_are_refused_with_their_factors()
    {
        var tried = 0;
        foreach (var (y, b, r) in from y in OneFactor from b in OneFactor from r in new[] { "1x1", b, "3x3" } select (y, b, r))
        {
            string[] samplings = [y, b, r];
            if (Samplings.AreWholeRatios(samplings))
                continue;
            tried++;
            var file = JpegFile
                .Parse(Pictures.Portrait)
                .Edit(
                    JpegFile.StartOfFrame,
                    frame =>
                    {
                        for (var i = 0; i < 3; i++)
                            frame[7 + (3 * i)] = (byte)((Samplings.Factor(samplings[i], 0) << 4) | Samplings.Factor(samplings[i], 1));
                        return frame;
                    }
                )
                .ToBytes();
            Photo.TryOpen(file, new PhotoLimits(), out _, out var error).ShouldBeFalse();
            error.Problem.ShouldBe(PhotoProblem.Unsupported);
            error.Message.ShouldEndWith("only whole-number ratios are supported.");
            if (tried % 40 == 0)
                Tools.Run("djpeg", ["-pnm"], file, exitCodes: [1]).ShouldBeEmpty(string.Join(',', samplings));
        }

        tried.ShouldBeGreaterThan(200);
    }

    /// <summary>A file with a scan for each component, and one of inks.</summary>
    internal static IEnumerable<byte[]> ForFuzz()
    {
        using var folder = Tools.Folder();
        return
        [
            Pictures.Jpeg(50, 40, "-sample", "4x4,2x1,1x1", "-scans", folder.File("scans", "0;\n1;\n2;\n"u8.ToArray())),
            Samplings.OfInks(40, 30, ["2x2", "1x1", "1x1", "2x2"], 1),
        ];
    }

    // Pixels before and after an empty mask; a mask changes what it touches and nothing else, and its picture opens without a word.
    private static void ShouldShowAsElsewhere(byte[] file, string what)
    {
        var theirs = Pictures.Djpeg(file);
        Pixels(file).ShouldBeSamples(theirs.Rgb, what);
        Pictures.Djpeg(Draw(file)).Rgb.ShouldBeSamples(theirs.Rgb, what);
        Layer[] layers = [Box(theirs.Width * 0.3, theirs.Height * 0.2, theirs.Width * 0.4, theirs.Height * 0.3)];
        var drawn = Draw(file, layers);
        Pictures.Djpeg(drawn).Rgb.ShouldBeSamples(Pixels(drawn), what);
        // Components that go apart have no blocks beyond the picture.
        var frame = JpegReader.Read(file, new PhotoLimits()).Frame;
        if (frame.Components.Length == 3)
            UntouchedBlocks.ShouldKeepUntouchedBlocks(file, drawn, layers, what, withPadding: frame.FitsOneScan);
    }
}
