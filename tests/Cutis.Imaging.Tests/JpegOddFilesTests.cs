using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>
/// Files that are not quite legal, or that few programs write, and that viewers show all the same: pixels as libjpeg-turbo has them.
/// </summary>
public class JpegOddFilesTests
{
    private static readonly string[] Samplings = ["2x2", "2x1", "1x1"];

    [Theory]
    [InlineData("all")]
    [InlineData("luma DC")]
    [InlineData("luma AC")]
    [InlineData("chroma DC")]
    [InlineData("chroma AC")]
    [InlineData("chroma")]
    public void Missing_huffman_tables_are_the_standard_ones(string missing)
    {
        foreach (var sampling in Samplings)
        {
            // One DHT segment a table: class and place in its first byte.
            bool IsMissing(byte[] payload) =>
                missing switch
                {
                    "luma DC" => payload[0] == 0x00,
                    "luma AC" => payload[0] == 0x10,
                    "chroma DC" => payload[0] == 0x01,
                    "chroma AC" => payload[0] == 0x11,
                    "chroma" => (payload[0] & 15) == 1,
                    _ => true,
                };
            foreach (var mode in new[] { "-baseline", "-grayscale", "-rgb" })
            {
                var file = Pictures.Jpeg(72, 56, "-sample", sampling, mode);
                ShouldShowAsElsewhere(JpegFile.Parse(file).Without(JpegFile.Huffman, IsMissing).ToBytes(), $"{missing} {sampling} {mode}");
            }
        }
    }

    [Fact]
    public void A_frame_of_motion_jpeg_opens()
    {
        var frame = JpegFile
            .Parse(Pictures.Jpeg(72, 56, "-sample", "2x1", "-restart", "4B"))
            .Without(JpegFile.Huffman)
            .Without(JpegFile.App(0))
            .Insert(0, JpegFile.App(0), [.. "AVI1"u8, 0, 0, .. new byte[8]]);
        ShouldShowAsElsewhere(frame.ToBytes(), "AVI1");
    }

    [Fact]
    public void There_are_no_standard_tables_for_progressive_scans()
    {
        var file = JpegFile.Parse(Pictures.Jpeg(72, 56, "-progressive")).Without(JpegFile.Huffman).ToBytes();
        Photo.TryOpen(file, new PhotoLimits(), out _, out var error).ShouldBeFalse();
        error.Message.ShouldBe("A scan of the JPEG names a Huffman table that was not defined.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(63)]
    [InlineData(-1)]
    public void A_quantiser_step_of_zero_makes_its_coefficients_zero(int place)
    {
        foreach (var mode in new[] { "-baseline", "-progressive", "-grayscale", "-optimize" })
        {
            var file = JpegFile
                .Parse(Pictures.Jpeg(72, 56, mode))
                .Edit(
                    JpegFile.Quantiser,
                    table =>
                    {
                        for (var k = 0; k < 64; k++)
                            if (k == place || (place < 0 && k % 3 == 1))
                                table[1 + k] = 0;
                        return table;
                    }
                )
                .ToBytes();
            ShouldShowAsElsewhere(file, $"{place} {mode}");
            Open(file).ShouldBeOfType<CompressedPhoto>().Image.Frame.Components.ShouldAllBe(c => !c.Quantiser!.Contains((ushort)0));
            // The mask is there, which coefficients times zero could not show.
            At(Pixels(Draw(file, Box(0, 0, 72, 56))), 72, 36, 28).ShouldBeCloseTo((254, 0, 0), 4, $"{place} {mode}");
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(1, 1, 2)]
    [InlineData(7, 7, 9)]
    [InlineData(0, 255, 0)]
    public void Components_of_one_name_are_taken_in_turn(byte first, byte second, byte third)
    {
        byte[] names = [first, second, third];
        foreach (var mode in new[] { "-baseline", "-optimize" })
        {
            var file = JpegFile
                .Parse(Pictures.Jpeg(72, 56, mode))
                .Edit(JpegFile.StartOfFrame, s => Named(s, names, 6, 3))
                .Edit(JpegFile.StartOfScan, s => Named(s, names, 1, 2))
                .ToBytes();
            ShouldShowAsElsewhere(file, $"{string.Join(',', names)} {mode}");
        }

        var drawn = JpegReader.Read(Draw(Pictures.Jpeg(72, 56)), new PhotoLimits()).Frame;
        drawn.Components.Select(c => c.Id).ShouldBe([1, 2, 3]);
    }

    private static byte[] Named(byte[] segment, byte[] names, int first, int step)
    {
        for (var i = 0; i < names.Length; i++)
            segment[first + (step * i)] = names[i];
        return segment;
    }

    [Theory]
    [InlineData(0xFE, 0)]
    [InlineData(0xFE, 1)]
    [InlineData(0xE5, 0)]
    [InlineData(0xE1, 1)]
    [InlineData(0xDC, 0)]
    public void A_segment_of_which_nothing_is_needed_may_say_that_it_has_no_length(byte marker, byte length)
    {
        var file = JpegFile.Parse(Pictures.Jpeg(72, 56)).ToBytes(before: JpegFile.Quantiser, 0xFF, marker, 0, length);
        ShouldShowAsElsewhere(file, $"{marker:X} {length}", silent: false);
    }

    [Theory]
    [InlineData(0xC4)]
    [InlineData(0xDB)]
    [InlineData(0xDD)]
    public void A_segment_that_is_needed_may_not(byte marker)
    {
        var file = JpegFile.Parse(Pictures.Jpeg(72, 56)).ToBytes(before: JpegFile.Quantiser, 0xFF, marker, 0, 0);
        Photo.TryOpen(file, new PhotoLimits(), out _, out var error).ShouldBeFalse();
        error.Message.ShouldBe("A segment of the JPEG has a length of 0.");
    }

    [Theory]
    [InlineData(56)]
    [InlineData(57)]
    public void A_height_after_the_picture_that_was_known_before_is_nothing_new(byte height)
    {
        using var folder = Tools.Folder();
        var scans = folder.File("scans", "0;\n1;\n2;\n"u8.ToArray());
        foreach (var mode in new[] { new[] { "-scans", scans }, ["-baseline"], ["-progressive"] })
        {
            var file = Pictures.Jpeg(72, 56, mode);
            ShouldShowAsElsewhere(JpegFile.Parse(file).Add(JpegFile.Height, 0, height).ToBytes(), "before the scan");
            // Before the header of the second scan, or the end.
            var first = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
            var next = Enumerable
                .Range(first + 2, file.Length - first - 3)
                .First(i => file[i] == 0xFF && file[i + 1] is not (0 or (>= 0xD0 and <= 0xD7)));
            ShouldShowAsElsewhere([.. file[..next], 0xFF, 0xDC, 0, 4, 0, height, .. file[next..]], $"{height} {string.Join(' ', mode)}");
        }
    }

    [Fact]
    public void Bytes_of_ones_may_fill_up_before_markers_and_before_stuffed_zeros()
    {
        foreach (
            var mode in new[]
            {
                new[] { "-baseline" },
                ["-progressive"],
                ["-restart", "1"],
                ["-progressive", "-restart", "2B"],
                ["-quality", "100"],
            }
        )
        {
            var plain = Pictures.Jpeg(72, 56, mode);
            var file = JpegFile
                .Parse(plain)
                .EditRest(rest => [.. rest.SelectMany((b, i) => b == 0xFF ? Enumerable.Repeat(b, 1 + (i % 5)) : [b])])
                .ToBytes(before: JpegFile.StartOfFrame, 0xFF, 0xFF, 0xFF);
            // Not libjpeg-turbo's pixels: before stuffed zeros it gets a few blocks of some files wrong.
            Pixels(file).ShouldBeSamples(Pixels(plain), string.Join(' ', mode));
            Pictures.Djpeg(Draw(file)).Rgb.ShouldBeSamples(Pixels(plain), string.Join(' ', mode));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_restart_marker_may_have_a_number_that_is_far_off(int off)
    {
        foreach (var mode in new[] { new[] { "-restart", "2B" }, ["-progressive", "-restart", "3B"] })
        {
            var plain = Pictures.Jpeg(72, 56, mode);
            var file = JpegFile.Parse(plain).EditRest(rest => WithRestart(rest, 1, off)).ToBytes();
            Pixels(file).ShouldBeSamples(Pixels(plain), $"{off}");
            ShouldShowAsElsewhere(file, $"{off} {mode[0]}", silent: false);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_restart_marker_may_not_have_the_number_of_a_neighbour(int off)
    {
        var file = JpegFile.Parse(Pictures.Jpeg(72, 56, "-restart", "2B")).EditRest(rest => WithRestart(rest, 1, off)).ToBytes();
        Photo.TryOpen(file, new PhotoLimits(), out _, out var error).ShouldBeFalse();
        error.Message.ShouldBe("A restart marker of the JPEG is missing or out of order.");
    }

    // One of the markers, counted from 0, with another number.
    private static byte[] WithRestart(byte[] rest, int which, int off)
    {
        var at =
            Enumerable.Range(0, rest.Length - 1).Where(i => rest[i] == 0xFF && rest[i + 1] is >= 0xD0 and <= 0xD7).ElementAt(which) + 1;
        rest[at] = (byte)(0xD0 + ((rest[at] - 0xD0 + off) % 8));
        return rest;
    }

    [Fact]
    public void Conditions_for_arithmetic_coding_do_no_harm_where_there_is_none() =>
        ShouldShowAsElsewhere(JpegFile.Parse(Pictures.Jpeg(72, 56)).Add(0xCC, 0, 0x10).ToBytes(), "DAC");

    [Fact]
    public void What_stands_after_a_picture_is_not_looked_at()
    {
        byte[] file = Pictures.Jpeg(72, 56),
            other = Pictures.Jpeg(30, 20);
        foreach (var mode in new[] { "-baseline", "-progressive" })
        {
            file = Pictures.Jpeg(72, 56, mode);
            // As in multi-picture files of stereo cameras and phones.
            ShouldShowAsElsewhere([.. file, .. other], mode);
            ShouldShowAsElsewhere([.. file, .. "\0\0rubbish\xFF"u8], mode);
            ShouldShowAsElsewhere(
                JpegFile.Parse(file).Insert(1, JpegFile.App(1), [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, .. other]).ToBytes(),
                "thumbnail"
            );
            ShouldShowAsElsewhere(
                JpegFile.Parse(file).Insert(1, JpegFile.App(2), [.. "MPF\0MM\0*"u8, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0]).ToBytes(),
                "MPF"
            );
        }
    }

    // As libjpeg-turbo shows it, before and after an empty mask; and what a mask makes of it opens without a word.
    private static void ShouldShowAsElsewhere(byte[] file, string what, bool silent = true)
    {
        var theirs = Pnm.Read(Tools.Run("djpeg", silent ? ["-strict", "-pnm"] : ["-pnm"], file, silent, exitCodes: silent ? [0] : [0, 2]));
        Pixels(file).ShouldBeSamples(theirs.Rgb, what);
        // What it will cost is known before.
        PhotoHeader.TryRead(new MemoryStream(file), new PhotoLimits(), out var header, out _).ShouldBeTrue(what);
        (header!.Width, header.Height).ShouldBe((theirs.Width, theirs.Height), what);
        Pictures.Djpeg(Draw(file)).Rgb.ShouldBeSamples(theirs.Rgb, what);
        var drawn = Draw(file, Box(20, 10, 30, 25));
        Pictures.Djpeg(drawn).Rgb.ShouldBeSamples(Pixels(drawn), what);
    }
}
