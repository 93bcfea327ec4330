using System;
using System.Globalization;
using System.Text.RegularExpressions;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Colour profiles of JPEGs, and inks: what a browser shows before a mask, it shows after.</summary>
public partial class JpegProfileTests
{
    private const int TooLarge = (4 << 20) + 1;
    private static readonly byte[] Plain = Pictures.Jpeg(72, 56, "-sample", "1x1", "-quality", "97");
    private static readonly byte[] Grey = Pictures.Jpeg(72, 56, "-grayscale", "-quality", "97");

    [Fact]
    public void Chromium_shows_the_same_with_an_empty_mask_or_there_is_a_warning()
    {
        var files = Files();
        var drawn = files.ToDictionary(f => f.Key + " drawn", f => Draw(f.Value));
        var seen = Seen(files.Concat(drawn).ToDictionary());
        var warned = new List<string>();
        foreach (var (name, file) in files)
        {
            var (before, after) = (seen[name], seen[name + " drawn"]);
            var difference = Enumerable.Range(0, before.Length).Max(i => Math.Abs(before[i] - after[i]));
            if (Open(file).HasUnsupportedProfile)
                warned.Add(name);
            // Of inks there are only pixels to keep.
            else
                difference.ShouldBeLessThanOrEqualTo(name.StartsWith("inks", StringComparison.Ordinal) ? 1.5 : 0.6, name);
        }

        warned.ShouldBe(
            [
                "1122",
                "1 of 2",
                "2 of 2",
                "counts differ",
                "count 0",
                "index 0",
                "index beyond, then whole",
                "an empty part",
                "grey on colours",
                "grey in Lab on grey",
                "of inks on grey",
                "of inks on colours",
                "table on colours",
                "inks with theirs",
                "inks with one for colours",
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public void A_mask_on_a_grey_photo_with_a_profile_looks_as_on_one_without()
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var (name, profile) in Curves())
        {
            files[$"{name} of grey"] = With(Grey, Parts(IccProfiles.Grey(profile)));
            files[$"{name} of colours"] = With(Grey, Parts(IccProfiles.Rgb(profile)));
        }

        foreach (var fill in new[] { new SolidFill(255, 0, 0, 1), new SolidFill(90, 200, 120, 1), new SolidFill(120, 120, 120, 1) })
        {
            var seen = Seen(files.ToDictionary(f => f.Key, f => Draw(f.Value, Box(0, 0, 72, 56, fill))));
            foreach (var (name, colour) in seen)
            {
                var (r, g, b) = fill.At(1);
                ((int)Math.Round(colour[0]), (int)Math.Round(colour[1]), (int)Math.Round(colour[2])).ShouldBeCloseTo((r, g, b), 4, name);
                Open(files[name]).HasUnsupportedProfile.ShouldBeFalse(name);
            }
        }
    }

    [Fact]
    public void A_profile_that_fits_is_kept_byte_by_byte_also_by_what_is_derived()
    {
        var profile = IccProfiles.Rgb(IccProfiles.Gamma);
        foreach (var file in new[] { Plain, Grey })
        {
            foreach (
                var parts in new[]
                {
                    Parts(profile),
                    Parts(profile, count: 3),
                    [.. Parts(profile, count: 3).Reverse()],
                    [.. Parts(profile), .. Parts(profile)],
                }
            )
            {
                var photo = Open(With(file, parts));
                photo.Profile.ShouldBe(profile);
                Open(Draw(With(file, parts))).Profile.ShouldBe(profile);
                foreach (var format in new[] { PictureFormat.Jpeg, PictureFormat.Png })
                    photo.Derive(new OutputOptions { Format = format, MaxSide = 40 }).Profile.ShouldBe(profile);
                photo.Derive(new OutputOptions { Quality = 50 }).Profile.ShouldBe(profile);
            }
        }
    }

    [Fact]
    public void Nothing_of_a_profile_that_makes_none_is_copied()
    {
        // 255 parts of the largest size, in any sense: broken, or whole and far larger than any profile; and one that is just too large.
        var whole = With(Plain, Enumerable.Range(1, 255).Select(i => Part(new byte[65_519], i, 255)));
        var broken = With(Plain, Enumerable.Range(1, 254).Select(i => Part(new byte[65_519], i, 255)));
        foreach (var file in new[] { whole, broken, With(Plain, Parts(new byte[TooLarge], count: 80)) })
        {
            Open(file).HasUnsupportedProfile.ShouldBeTrue();
            Draw(file).Length.ShouldBe(Draw(Plain).Length);
        }

        Open(With(Plain, Parts(new byte[TooLarge - 1], count: 70))).Profile!.Length.ShouldBe(TooLarge - 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(255)]
    public void Inks_are_what_browsers_take_them_for(int? transform)
    {
        var (_, _, file) = InksWith(transform);
        // libjpeg-turbo warns of an unknown transform, and takes it for YCCK.
        Pixels(file).ShouldBeSamples(Pnm.Read(Tools.Run("djpeg", ["-pnm"], file, exitCodes: [0, 2])).Rgb, $"{transform}");
        var seen = Seen(new Dictionary<string, byte[]> { ["photo"] = file, ["drawn"] = Draw(file) });
        for (var i = 0; i < 3; i++)
            seen["drawn"][i].ShouldBe(seen["photo"][i], 1.5);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(0, true)]
    [InlineData(2, true)]
    public void Three_components_with_a_transform_of_adobe_are_what_browsers_take_them_for(byte transform, bool hasJfif)
    {
        var file = JpegFile
            .Parse(Plain)
            .Without(JpegFile.App(0))
            .Insert(0, JpegFile.App(14), [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);
        if (hasJfif)
            file = file.Insert(0, JpegFile.App(0), JpegImage.PlainJfif);
        var bytes = file.ToBytes();
        Pixels(bytes).ShouldBeSamples(Pnm.Read(Tools.Run("djpeg", ["-pnm"], bytes, exitCodes: [0, 2])).Rgb, $"{transform}");
        Pictures.Djpeg(Draw(bytes)).Rgb.ShouldBeSamples(Pixels(bytes), $"{transform}");
    }

    /// <summary>Files with profiles: in parts, and for grey.</summary>
    internal static IEnumerable<byte[]> ForFuzz() =>
        [
            With(Pictures.Jpeg(24, 24), Parts(IccProfiles.Rgb(IccProfiles.DotGain), 3)),
            With(Pictures.Jpeg(24, 24, "-grayscale"), Parts(IccProfiles.Grey(IccProfiles.DotGain))),
        ];

    private static Dictionary<string, byte[]> Files()
    {
        var profile = IccProfiles.Rgb(IccProfiles.Linear);
        byte[] a = profile[..200],
            b = profile[200..];
        var (inks, _, _) = InksWith(0);
        var files = new Dictionary<string, byte[]>
        {
            ["none"] = Plain,
            ["one"] = With(Plain, [Part(profile, 1, 1)]),
            ["twice"] = With(Plain, [Part(profile, 1, 1), Part(profile, 1, 1)]),
            ["one, then another"] = With(Plain, [Part(profile, 1, 1), Part(IccProfiles.Rgb(IccProfiles.Gamma), 1, 1)]),
            ["12"] = With(Plain, [Part(a, 1, 2), Part(b, 2, 2)]),
            ["21"] = With(Plain, [Part(b, 2, 2), Part(a, 1, 2)]),
            ["1212"] = With(Plain, [Part(a, 1, 2), Part(b, 2, 2), Part(a, 1, 2), Part(b, 2, 2)]),
            ["122"] = With(Plain, [Part(a, 1, 2), Part(b, 2, 2), Part(b, 2, 2)]),
            ["1122"] = With(Plain, [Part(a, 1, 2), Part(a, 1, 2), Part(b, 2, 2), Part(b, 2, 2)]),
            ["1 of 2"] = With(Plain, [Part(a, 1, 2)]),
            ["2 of 2"] = With(Plain, [Part(b, 2, 2)]),
            ["counts differ"] = With(Plain, [Part(a, 1, 2), Part(b, 2, 3)]),
            ["count 0"] = With(Plain, [Part(profile, 1, 0)]),
            ["index 0"] = With(Plain, [Part(profile, 0, 1)]),
            ["whole, then index beyond"] = With(Plain, [Part(profile, 1, 1), Part(b, 2, 1)]),
            ["index beyond, then whole"] = With(Plain, [Part(b, 2, 1), Part(profile, 1, 1)]),
            ["an empty part"] = With(Plain, [Part(a, 1, 3), Part([], 2, 3), Part(b, 3, 3)]),
            ["between others"] = With(Plain, [Part(a, 1, 2), [.. "MPF\0"u8, 1, 2, 3], Part(b, 2, 2)]),
            ["before JFIF"] = JpegFile.Parse(Plain).Insert(0, JpegFile.App(2), Part(profile, 1, 1)).ToBytes(),
            ["after the first scan"] = JpegOrientationTests.AfterFirstScan(JpegFile.App(2), Part(profile, 1, 1)),
            ["rubbish behind it"] = With(Plain, [Part([.. profile, .. new byte[99]], 1, 1)]),
            ["grey on colours"] = With(Plain, Parts(IccProfiles.Grey(IccProfiles.Linear))),
            ["grey in Lab on grey"] = With(Grey, Parts(IccProfiles.Grey(IccProfiles.Linear, "Lab "))),
            ["of inks on grey"] = With(Grey, Parts(IccProfiles.Table("CMYK"))),
            ["of inks on colours"] = With(Plain, Parts(IccProfiles.Table("CMYK"))),
            ["table on colours"] = With(Plain, Parts(IccProfiles.Table("RGB "))),
            ["grey"] = Grey,
            ["inks"] = inks,
            ["inks with theirs"] = With(inks, Parts(IccProfiles.Table("CMYK"))),
            ["inks with one for colours"] = With(inks, Parts(profile)),
        };
        foreach (var (name, curve) in Curves())
        {
            files[$"grey with {name}"] = With(Grey, Parts(IccProfiles.Grey(curve)));
            files[$"grey with {name} for colours"] = With(Grey, Parts(IccProfiles.Rgb(curve)));
        }

        return files;
    }

    private static (string, byte[])[] Curves() =>
        [("linear", IccProfiles.Linear), ("gamma", IccProfiles.Gamma), ("dot gain", IccProfiles.DotGain)];

    // Of inks: with Adobe's transform 0, with none, and as asked.
    private static (byte[] Inks, byte[] WithoutAdobe, byte[] AsAsked) InksWith(int? transform)
    {
        using var folder = Tools.Folder();
        var ppm = folder.File("p.ppm", Pictures.Ppm(72, 56, Pictures.Rgb(72, 56)));
        var inks = Tools.Run("convert", [ppm, "-colorspace", "CMYK", "-quality", "96", "-sampling-factor", "1x1", "jpeg:-"]);
        var without = JpegFile.Parse(inks).Without(JpegFile.App(14)).ToBytes();
        var asked = transform is { } t
            ? JpegFile.Parse(without).Insert(0, JpegFile.App(14), [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)t]).ToBytes()
            : without;
        return (inks, without, asked);
    }

    private static byte[] With(byte[] file, IEnumerable<byte[]> parts) =>
        parts.Reverse().Aggregate(JpegFile.Parse(file), (jpeg, part) => jpeg.Insert(1, JpegFile.App(2), part)).ToBytes();

    private static byte[][] Parts(byte[] profile, int count = 1)
    {
        var size =
            ((profile.Length + count - 1) / count) is var even && even * (count - 1) < profile.Length ? even : profile.Length / count;
        return [.. profile.Chunk(size).Select((part, i) => Part(part, i + 1, (profile.Length + size - 1) / size))];
    }

    private static byte[] Part(byte[] data, int index, int count) => [.. "ICC_PROFILE\0"u8, (byte)index, (byte)count, .. data];

    // The mean of each channel.
    private static Dictionary<string, double[]> Seen(Dictionary<string, byte[]> files)
    {
        var text = ChromiumTests.Read(
            files,
            """
            const sums = [0, 0, 0];
            g.getImageData(0, 0, c.width, c.height).data.forEach((v, k) => { if (k % 4 < 3) sums[k % 4] += v; });
            return sums.map(s => (s / c.width / c.height).toFixed(2)).join(' ');
            """
        );
        return Answer()
            .Matches(text)
            .ToDictionary(
                m => m.Groups[1].Value,
                m => m.Groups[2].Value.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()
            );
    }

    [GeneratedRegex(@"\[([^|\]]+)\|([^\]]+)\]")]
    private static partial Regex Answer();
}
