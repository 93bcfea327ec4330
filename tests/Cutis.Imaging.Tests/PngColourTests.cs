using System;
using System.Globalization;
using System.Text.RegularExpressions;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Masks.Colours;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;
using static Cutis.Imaging.Tests.PngFile;

namespace Cutis.Imaging.Tests;

/// <summary>Colours of marks on PNGs whose colours are not sRGB: in Chromium a mark has the colour that was asked for.</summary>
public partial class PngColourTests
{
    private static readonly (byte R, byte G, byte B)[] Asked = [(200, 90, 120), (60, 140, 90), (128, 128, 128)];

    // Chromaticities of Display P3, and those of sRGB.
    private static readonly byte[] P3 = Chunk("cHRM", Numbers(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000));
    private static readonly byte[] Srgb = Chunk("cHRM", Numbers(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000));

    private static readonly Dictionary<string, (PngColour Colour, byte[] Chunks)> Spaces = MakeSpaces();

    private static Dictionary<string, (PngColour Colour, byte[] Chunks)> MakeSpaces()
    {
        var spaces = new Dictionary<string, (PngColour, byte[])>
        {
            ["gamma 1"] = (PngColour.Rgb, Chunk("gAMA", Number(100_000))),
            ["gamma 1/1.8"] = (PngColour.Rgb, Chunk("gAMA", Number(55_556))),
            ["gamma 1/2.2"] = (PngColour.Rgb, Chunk("gAMA", Number(45_455))),
            ["gamma 1 with chromaticities"] = (PngColour.Rgb, [.. P3, .. Chunk("gAMA", Number(100_000))]),
            ["gamma 1/2.2 with chromaticities"] = (PngColour.Rgb, [.. Chunk("gAMA", Number(45_455)), .. P3]),
            ["gamma 1/2.2 with chromaticities of sRGB"] = (PngColour.Rgb, [.. Chunk("gAMA", Number(45_455)), .. Srgb]),
            ["gamma beside sRGB"] = (PngColour.Rgb, [.. Chunk("gAMA", Number(100_000)), .. Chunk("sRGB", [0])]),
            ["chromaticities alone"] = (PngColour.Rgb, P3),
            ["chromaticities of nothing"] = (PngColour.Rgb, [.. Chunk("cHRM", new byte[32]), .. Chunk("gAMA", Number(100_000))]),
            ["grey with gamma 1"] = (PngColour.Grey, Chunk("gAMA", Number(100_000))),
            ["grey with a profile of gamma 1"] = (PngColour.Grey, Profile(ProfileTests.GreyProfile(ToneCurve.Gamma(1)))),
            ["grey with a profile of gamma 2.2"] = (PngColour.GreyAlpha, Profile(ProfileTests.GreyProfile(ToneCurve.Gamma(2.2)))),
            ["grey with a profile of a table"] = (
                PngColour.Grey,
                Profile(ProfileTests.GreyProfile([.. "curv\0\0\0\0\0\0\0\u0003"u8, 0, 0, 90, 0, 255, 255]))
            ),
            ["grey with a profile for colours"] = (PngColour.Grey, Profile(MatrixProfile.Create(Primaries.Srgb, ToneCurve.Gamma(1))!)),
            ["colours with a profile for grey"] = (PngColour.Rgb, Profile(ProfileTests.GreyProfile(ToneCurve.Gamma(1)))),
            ["palette in Display P3"] = (PngColour.Palette, Chunk("cICP", [12, 13, 0, 1])),
            ["video range beside gamma"] = (PngColour.Rgb, [.. Chunk("cICP", [12, 13, 0, 0]), .. Chunk("gAMA", Number(100_000))]),
        };
        foreach (var primaries in new[] { 1, 4, 5, 6, 7, 8, 9, 11, 12, 22 })
            spaces[$"primaries {primaries}"] = (PngColour.Rgb, Chunk("cICP", [(byte)primaries, 13, 0, 1]));
        foreach (var transfer in new[] { 1, 4, 5, 6, 7, 8, 11, 14, 15, 17 })
            spaces[$"transfer {transfer}"] = (PngColour.Rgb, Chunk("cICP", [1, (byte)transfer, 0, 1]));
        return spaces;
    }

    [Fact]
    public void A_mark_has_the_colour_that_was_asked_for()
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var (name, (colour, chunks)) in Spaces)
        {
            var upload = Upload(colour, chunks);
            Open(upload).HasUnsupportedProfile.ShouldBeFalse(name);
            foreach (var (r, g, b) in Asked)
                files[$"{name} {r}"] = Draw(upload, Box(-1, -1, 50, 50, new SolidFill(r, g, b, 1)));
            // As a JPEG and as a smaller picture, the colours still mean the same.
            foreach (
                var options in new[]
                {
                    new OutputOptions { Format = PictureFormat.Jpeg, Quality = 100 },
                    new OutputOptions { MaxSide = 6 },
                }
            )
            {
                var derived = Open(upload).Derive(options);
                var output = new MemoryStream();
                var (r, g, b) = Asked[0];
                derived.Draw(
                    new Scene(derived.UprightWidth, derived.UprightHeight, [Box(-1, -1, 50, 50, new SolidFill(r, g, b, 1))]),
                    output
                );
                files[$"{name} {options.Format} {r}"] = output.ToArray();
            }
        }

        var answers = Answer()
            .Matches(ChromiumTests.Read(files, "return Array.from(g.getImageData(3, 2, 1, 1).data).join(' ');"))
            .ToDictionary(
                m => m.Groups[1].Value,
                m => m.Groups[2].Value.Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray()
            );
        var wrong = new List<string>();
        foreach (var name in files.Keys)
        {
            var (r, g, b) = Asked.Single(colour => name.EndsWith($" {colour.R}", StringComparison.Ordinal));
            var shown = answers[name];
            if (Math.Max(Math.Abs(shown[0] - r), Math.Max(Math.Abs(shown[1] - g), Math.Abs(shown[2] - b))) > 4)
                wrong.Add($"{name}: asked {r} {g} {b}, shown {string.Join(' ', shown)}");
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("HDR by PQ", new byte[] { 9, 16, 0, 1 })]
    [InlineData("HDR by HLG", new byte[] { 9, 18, 0, 1 })]
    public void Where_colours_cannot_be_converted_there_is_a_warning(string name, byte[] points)
    {
        var photo = Open(Upload(PngColour.Rgb, [.. Chunk("cICP", points), .. Chunk("mDCV", new byte[24])]));
        photo.HasUnsupportedProfile.ShouldBeTrue(name);
        // What says that they are HDR stays, also in a picture of other pixels.
        var output = new MemoryStream();
        var derived = photo.Derive(new OutputOptions { MaxSide = 6 });
        derived.Draw(new Scene(derived.UprightWidth, derived.UprightHeight, []), output);
        PngReader.Read(output.ToArray(), new PhotoLimits()).Meaning.Select(chunk => chunk.Type).ShouldBe(["cICP", "mDCV"]);
    }

    [Fact]
    public void A_profile_for_grey_that_cannot_be_said_in_colour_is_warned_about()
    {
        Open(Upload(PngColour.Grey, Profile(ProfileTests.GreyProfile(ToneCurve.Gamma(1), "GRAY", "Lab "))))
            .HasUnsupportedProfile.ShouldBeTrue();
        Open(Upload(PngColour.Grey, Profile(ProfileTests.GreyProfile([.. "mft2\0\0\0\0\0\0\0\0"u8])))).HasUnsupportedProfile.ShouldBeTrue();
    }

    [Fact]
    public void A_profile_that_is_a_bomb_is_left_out_and_warned_about()
    {
        var photo = Open(Upload(PngColour.Rgb, Profile(new byte[40 << 20])));
        photo.HasUnsupportedProfile.ShouldBeTrue();
        Draw(Upload(PngColour.Rgb, Profile(new byte[40 << 20]))).Length.ShouldBeLessThan(2000);
    }

    private static byte[] Upload(PngColour colour, byte[] chunks)
    {
        var header = new PngHeader(Width, Height, colour, 8, false);
        return Create(Header(header), chunks, colour == PngColour.Palette ? Palette(16) : [], PngFile.Pixels(header), End);
    }

    [GeneratedRegex(@"\[([^|\]]+)\|([^\]]*)\]")]
    private static partial Regex Answer();
}
