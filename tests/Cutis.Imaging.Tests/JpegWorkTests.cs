using System.Diagnostics;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Files that are small and take long, ends of work, and pictures that end before their details.</summary>
[Collection(nameof(Alone))]
public class JpegWorkTests
{
    private static readonly string[] Prologue =
    [
        "0,1,2: 0-0, 0, 1;",
        "0: 1-5, 0, 2;",
        "2: 1-63, 0, 1;",
        "1: 1-63, 0, 1;",
        "0: 6-63, 0, 2;",
    ];
    private static readonly string[] Rest = ["0: 1-63, 2, 1;", "0,1,2: 0-0, 1, 0;", "2: 1-63, 1, 0;", "1: 1-63, 1, 0;", "0: 1-63, 1, 0;"];

    [Fact]
    public void A_progressive_photo_opens_only_when_its_details_are_there()
    {
        using var folder = Tools.Folder();
        string[] all = [.. Prologue, .. Rest];
        for (var count = 1; count <= all.Length; count++)
        {
            var script = folder.File($"{count}", System.Text.Encoding.ASCII.GetBytes(string.Join('\n', all[..count])));
            var file = Pictures.Jpeg(72, 56, "-scans", script);
            var opens = Photo.TryOpen(file, new PhotoLimits(), out _, out var error);
            opens.ShouldBe(count == all.Length, $"{count}");
            if (!opens)
                error!.ShouldBe(
                    new PhotoError(PhotoProblem.Damaged, "The progressive JPEG ends early: scans that hold its details are missing.")
                );
            else
                Pictures.Djpeg(Draw(file)).Rgb.ShouldBeSamples(Pictures.Djpeg(file).Rgb, "empty mask");
        }
    }

    [Theory]
    [InlineData("0,1,2: 0-0, 0, 0;\n0: 1-9, 0, 0;\n1: 1-9, 0, 0;\n2: 1-9, 0, 0;\n", true)]
    [InlineData("0,1,2: 0-0, 0, 0;\n0: 1-9, 0, 0;\n1: 1-9, 0, 0;\n2: 1-8, 0, 0;\n", false)]
    [InlineData("0,1,2: 0-0, 0, 0;\n0: 1-63, 0, 0;\n1: 1-63, 0, 0;\n2: 1-63, 0, 1;\n", false)]
    [InlineData("0,1,2: 0-0, 0, 1;\n0: 1-63, 0, 0;\n1: 1-63, 0, 0;\n2: 1-63, 0, 0;\n", true)]
    public void What_viewers_do_not_guess_at_may_be_missing_and_an_empty_mask_still_changes_nothing(string scans, bool opens)
    {
        using var folder = Tools.Folder();
        var file = Pictures.Jpeg(72, 56, "-scans", folder.File("s", System.Text.Encoding.ASCII.GetBytes(scans)));
        Photo.TryOpen(file, new PhotoLimits(), out _, out _).ShouldBe(opens);
        if (opens)
            Pictures.Djpeg(Draw(file)).Rgb.ShouldBeSamples(Pictures.Djpeg(file).Rgb, "empty mask");
        // Without an end marker it is cut off, unless nothing is missing.
        Photo.TryOpen(file[..^2], new PhotoLimits(), out _, out _).ShouldBeFalse();
        Photo.TryOpen(Pictures.Jpeg(72, 56, "-progressive")[..^2], new PhotoLimits(), out _, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData(16, 16, 100)]
    [InlineData(4000, 5000, 100)]
    [InlineData(5000, 10_000, 50)]
    [InlineData(10_000, 10_000, 25)]
    public void A_picture_may_have_so_many_scans(int width, int height, int scans)
    {
        var limits = new PhotoLimits();
        limits.CheckScans(scans, width, height);
        Should
            .Throw<PhotoException>(() => limits.CheckScans(scans + 1, width, height))
            .Error.Message.ShouldContain($" more than {scans} scans");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_small_file_with_many_scans_of_a_large_picture_takes_no_long_time(bool refines)
    {
        var file = Bomb(10_000, 10_000, scans: 200, refines);
        file.Length.ShouldBeLessThan(400_000);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        Photo.TryOpen(file, new PhotoLimits(), out _, out var error).ShouldBeFalse();
        error.Message.ShouldBe("The JPEG has more than 25 scans, which is too many for 10000 × 10000 pixels.");
        // Of what 200 scans took, 23 s on the machine where this was found; 0.6 s now.
        (Process.GetCurrentProcess().TotalProcessorTime - before).ShouldBeLessThan(TimeSpan.FromSeconds(12));
    }

    [Theory]
    [InlineData("-baseline")]
    [InlineData("-progressive")]
    [InlineData("-restart 1")]
    [InlineData("-baseline -quality 100")]
    [InlineData("-grayscale")]
    public void Opening_ends_soon_when_it_is_told_to(string options)
    {
        // Wide, so that what is done for each row would be seldom.
        var ppm = Pictures.Ppm(20_000, 240, Pictures.Rgb(20_000, 240));
        var file = Tools.Run("cjpeg", ["-sample", "1x1", .. options.Split(' ')], ppm);
        ShouldEndSoon(stop => Photo.TryOpen(file, new PhotoLimits(), out _, out _, stop));
    }

    [Fact]
    public void Every_way_of_making_a_photo_ends_soon_when_it_is_told_to()
    {
        using var folder = Tools.Folder();
        var ppm = folder.File("p.ppm", Pictures.Ppm(3000, 1500, Pictures.Rgb(3000, 1500)));
        var inks = Tools.Run("convert", [ppm, "-colorspace", "CMYK", "jpeg:-"]);
        ShouldEndSoon(stop => Photo.TryOpen(inks, new PhotoLimits(), out _, out _, stop));
        var photo = Open(Pictures.Jpeg(3000, 1500));
        foreach (
            var options in new OutputOptions[]
            {
                new() { Quality = 50 },
                new() { MaxSide = 1200 },
                new() { Crop = new CropBox(0, 0, 0.9, 0.9) },
                new() { Format = PictureFormat.Png },
            }
        )
            ShouldEndSoon(stop => photo.Derive(options, stop));
        ShouldEndSoon(stop => photo.ReadRgb(stop));
    }

    // Whenever it is told to: before it begins, and after each of ten shares of the time that all of it takes.
    private static void ShouldEndSoon(Action<CancellationToken> work)
    {
        work(default);
        var clock = Stopwatch.StartNew();
        work(default);
        var whole = clock.Elapsed;
        for (var share = 0; share < 10; share++)
        {
            using var stop = new CancellationTokenSource();
            var told = TimeSpan.Zero;
            using var told_ = stop.Token.Register(() => told = clock.Elapsed);
            clock.Restart();
            if (share == 0)
                stop.Cancel();
            else
                stop.CancelAfter(whole * share / 12);
            try
            {
                work(stop.Token);
            }
            catch (OperationCanceledException)
            {
                (clock.Elapsed - told).ShouldBeLessThan(TimeSpan.FromMilliseconds(250), $"{share} of {whole}");
                continue;
            }

            share.ShouldBeGreaterThan(0, "was not asked at all");
        }
    }

    // DC of all blocks in one bit each, then scans that say in few bytes that there is nothing in them.
    private static byte[] Bomb(int width, int height, int scans, bool refines)
    {
        var blocks = (width / 8) * (height / 8);
        using var file = new MemoryStream();
        void Segment(int marker, params byte[] payload) =>
            file.Write([0xFF, (byte)marker, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload]);
        file.Write([0xFF, 0xD8]);
        Segment(JpegFile.Quantiser, [0, .. Enumerable.Repeat((byte)8, 64)]);
        Segment(0xC2, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0);
        // One code of one bit: no difference; and one of one bit: 16,384 blocks end, and as many as the next 14 bits say.
        Segment(JpegFile.Huffman, [0x00, 1, .. new byte[15], 0]);
        Segment(JpegFile.Huffman, [0x10, 1, .. new byte[15], 0xE0]);
        Segment(JpegFile.StartOfScan, 1, 1, 0, 0, 0, 0);
        file.Write(new byte[(blocks + 7) / 8]);
        for (var scan = 1; scan < scans; scan++)
        {
            Segment(JpegFile.StartOfScan, 1, 1, 0, 1, 63, (byte)(refines && scan > 1 ? 0x10 : 0x01));
            var bits = new BitWriter();
            for (var left = blocks; left > 0; left -= 32_767)
                bits.Write(0x3FFF, 15);
            bits.Align();
            var bytes = new ScanBytes();
            bytes.Stuff(bits.Written);
            file.Write(bytes.Written);
        }

        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }
}
