using System;
using System.Globalization;
using System.Text.RegularExpressions;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using static Cutis.Imaging.Tests.MaskedPhotos;
using static Cutis.Imaging.Tests.PngFile;

namespace Cutis.Imaging.Tests;

/// <summary>
/// PNGs with something wrong beside their pixels, or something that means nothing where it stands: all colour types, depths and both ways
/// of interlacing. Each opens, and with an empty mask looks in Chromium as the upload does.
/// </summary>
public partial class PngFaultTests
{
    private const string Compare = """
        const [name, which] = i.title.split('#');
        const seen = (window.seen ??= {});
        if (!i.naturalWidth) return which === 'picture' ? 'the picture is not shown' : (seen[name] = null, '');
        const data = g.getImageData(0, 0, c.width, c.height).data;
        if (which === 'upload') { seen[name] = [`${c.width}x${c.height}`, data]; return ''; }
        if (!seen[name]) return 'not shown';
        if (seen[name][0] !== `${c.width}x${c.height}`) return 'another size';
        let most = 0;
        data.forEach((v, k) => { most = Math.max(most, Math.abs(v - seen[name][1][k])); });
        return String(most);
        """;

    // Chromium takes no picture with these, libpng does.
    private static readonly string[] NotInChromium = ["animation", "cICP of another matrix"];

    [Fact]
    public void With_an_empty_mask_a_picture_looks_in_Chromium_as_the_upload_does()
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var header in Kinds())
        {
            var palette = header.Colour == PngColour.Palette ? Palette(Math.Min(16, 1 << header.BitDepth)) : [];
            foreach (var (fault, (before, middle, after)) in PngFaults.All)
            {
                var name = $"{header.Colour} {header.BitDepth}{(header.Interlaced ? " interlaced" : "")}, {fault}";
                var upload = Create(Header(header), before, palette, middle, PngFile.Pixels(header), after, End);
                Photo.TryOpen(upload, new PhotoLimits(), out _, out var error).ShouldBeTrue($"{name}: {error?.Message}");
                files[$"{name}#upload"] = upload;
                files[$"{name}#picture"] = Draw(upload);
            }
        }

        var wrong = new List<string>();
        var answers = Answer().Matches(ChromiumTests.Read(files, Compare)).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        foreach (var name in files.Keys.Where(name => name.EndsWith("#picture", StringComparison.Ordinal)))
        {
            var answer = answers.GetValueOrDefault(name, "no answer");
            if (answer == "not shown" && NotInChromium.Any(name.Contains))
                continue;
            // A profile for grey, said in colour, is rounded a little otherwise.
            if (!int.TryParse(answer, CultureInfo.InvariantCulture, out var difference) || difference > 2)
                wrong.Add($"{name}: {answer}");
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
        answers.Count.ShouldBe(files.Count);
    }

    [Fact]
    public void What_is_wrong_beside_the_pixels_changes_none_of_them_for_libpng()
    {
        foreach (var header in Kinds())
        {
            var palette = header.Colour == PngColour.Palette ? Palette(Math.Min(16, 1 << header.BitDepth)) : [];
            var plain = Colours(Create(Header(header), palette, PngFile.Pixels(header), End));
            foreach (var (fault, (before, middle, after)) in PngFaults.All)
            {
                var upload = Create(Header(header), before, palette, middle, PngFile.Pixels(header), after, End);
                Colours(upload).ShouldBe(plain, $"{header} {fault}");
            }

            // libpng reads what we write of it without a word.
            Tools.Run(
                "pngtopam",
                [],
                Draw(Create(Header(header), PngFaults.All["lengths of colour chunks"].Before, palette, PngFile.Pixels(header), End)),
                silent: true
            );
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    [InlineData(771)]
    public void A_bad_palette_that_is_only_suggested_is_passed_over(int length)
    {
        foreach (var header in Kinds().Where(header => header.Colour != PngColour.Palette))
        {
            var plain = Colours(Create(Header(header), PngFile.Pixels(header), End));
            Colours(Create(Header(header), Chunk("PLTE", Noise(length)), PngFile.Pixels(header), End)).ShouldBe(plain);
            Colours(Create(Header(header), PngFile.Pixels(header), Chunk("PLTE", Noise(length)), End)).ShouldBe(plain);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_number_beyond_the_palette_is_opaque_black_as_in_libpng(bool isTransparent)
    {
        foreach (var header in Kinds().Where(header => header.Colour == PngColour.Palette))
        {
            var colours = Math.Max(1, Math.Min(10, (1 << header.BitDepth) - 1));
            var upload = Create(Header(header), Palette(colours), isTransparent ? Chunk("tRNS", [0]) : [], PngFile.Pixels(header), End);
            Pixels(upload).ShouldBe(Pnm.Read(Tools.Run("pngtopam", [], upload)).Rgb, $"{header}");
            var expanded = PngPixels.Expand(PngReader.Read(upload, new PhotoLimits()));
            if (!isTransparent)
                continue;
            // The first colour is transparent, all others are not.
            for (var i = 0; i < expanded.Rows.Length; i += 4)
                expanded
                    .Rows[i + 3]
                    .ShouldBe(expanded.Rows.AsSpan(i, 3).SequenceEqual(Noise(3 * colours).AsSpan(0, 3)) ? (byte)0 : (byte)255);
        }
    }

    [Fact]
    public void More_colours_than_pixels_can_name_are_passed_over()
    {
        var header = new PngHeader(Width, Height, PngColour.Palette, 2, false);
        var four = Pixels(Create(Header(header), Chunk("PLTE", Noise(12)), PngFile.Pixels(header), End));
        Pixels(Create(Header(header), Chunk("PLTE", [.. Noise(12), .. Noise(60)]), PngFile.Pixels(header), End)).ShouldBe(four);
    }

    [Fact]
    public void What_the_pixels_are_made_of_must_be_sound()
    {
        var (rgb, indexed) = (
            new PngHeader(Width, Height, PngColour.Rgb, 8, false),
            new PngHeader(Width, Height, PngColour.Palette, 8, false)
        );
        var pixels = PngFile.Pixels(rgb);
        Dictionary<string, byte[]> files = new()
        {
            ["checksum of IDAT"] = Create(Header(rgb), PngFaults.Wrong(pixels), End),
            ["checksum of IHDR"] = Create(PngFaults.Wrong(Header(rgb)), pixels, End),
            ["checksum of PLTE"] = Create(Header(indexed), PngFaults.Wrong(Palette(20)), PngFile.Pixels(indexed), End),
            ["no palette"] = Create(Header(indexed), PngFile.Pixels(indexed), End),
            ["palette after the pixels"] = Create(Header(indexed), PngFile.Pixels(indexed), Palette(20), End),
            ["palette of 257"] = Create(Header(indexed), Palette(257), PngFile.Pixels(indexed), End),
            ["palette of four bytes"] = Create(Header(indexed), Chunk("PLTE", new byte[4]), PngFile.Pixels(indexed), End),
            ["empty palette"] = Create(Header(indexed), Chunk("PLTE", []), PngFile.Pixels(indexed), End),
            ["needed chunk"] = Create(Header(rgb), Chunk("ABCD", []), pixels, End),
            ["needed chunk without a name"] = Create(Header(rgb), Chunk("\0\0\0\0", []), pixels, End),
            ["two headers"] = Create(Header(rgb), Header(rgb), pixels, End),
            ["header is not first"] = Create(Chunk("tEXt", [65, 0, 66]), Header(rgb), pixels, End),
            ["no pixels"] = Create(Header(rgb), End),
            ["no end"] = Create(Header(rgb), pixels),
            ["colour 1"] = Create(Header(rgb with { Colour = (PngColour)1 }), pixels, End),
            ["colour 9"] = Create(Header(rgb with { Colour = (PngColour)9 }), pixels, End),
            ["depth 0"] = Create(Header(rgb with { BitDepth = 0 }), pixels, End),
            ["depth 3"] = Create(Header(rgb with { BitDepth = 3 }), pixels, End),
            ["depth 99"] = Create(Header(rgb with { BitDepth = 99 }), pixels, End),
            ["width 0"] = Create(Header(rgb with { Width = 0 }), pixels, End),
        };
        foreach (var (name, file) in files)
        {
            Photo.TryOpen(file, new PhotoLimits(), out _, out var error).ShouldBeFalse(name);
            error!.Problem.ShouldBe(name == "needed chunk" ? PhotoProblem.Unsupported : PhotoProblem.Damaged, name);
        }
    }

    private static IEnumerable<PngHeader> Kinds()
    {
        foreach (var isInterlaced in new[] { false, true })
        foreach (var colour in Enum.GetValues<PngColour>())
        foreach (var depth in new[] { 1, 2, 4, 8, 16 })
            if (new PngHeader(Width, Height, colour, depth, isInterlaced) is { IsAllowed: true } header)
                yield return header;
    }

    // 8 bits each, without alpha.
    private static byte[] Colours(byte[] file)
    {
        var pixels = PngPixels.ToPixels(PngPixels.Expand(PngReader.Read(file, new PhotoLimits())));
        return pixels.Channels == 3 ? pixels.Data : [.. pixels.Data.Where((_, i) => i % 4 != 3)];
    }

    [GeneratedRegex(@"\[([^|\]]+)\|([^\]]*)\]")]
    private static partial Regex Answer();
}
