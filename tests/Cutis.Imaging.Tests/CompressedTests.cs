using System;
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
    private static readonly string[] Samplings = ["1x1", "2x1", "1x2", "2x2", "4x1", "2x2,2x1,1x1", "1x1,2x2,2x2", "3x1"];

    private static readonly string[][] Modes =
    [
        [],
        ["-optimize"],
        ["-restart", "1"],
        ["-restart", "3B"],
        ["-progressive"],
        ["-quality", "100"],
        ["-quality", "20"],
    ];

    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (7, 9), (16, 16), (33, 31), (131, 97)];

    public static TheoryData<string> SamplingNames => [.. Samplings];

    private static Layer[] Marks(string kind, int width, int height) =>
        kind switch
        {
            "none" => [],
            "box" => [Box(width * 0.3, height * 0.2, width * 0.5, height * 0.4)],
            "last pixel" => [Box(width - 1, height - 1, 1, 1)],
            "dots" =>
            [
                new Layer(
                    new SolidFill(0, 40, 255, 0.6),
                    Overlap.Union,
                    [
                        new Level(
                            1,
                            [.. Enumerable.Range(0, 9).Select(i => new Disc(new Vec((i * 37 % width) + 0.3, i * 23 % height), 1.2, 1.2))]
                        ),
                    ]
                ),
            ],
            // Two colours on the same blocks, and several on those of the third.
            "layers" =>
            [
                new Layer(
                    new SolidFill(0, 40, 255, 0.6),
                    Overlap.Union,
                    [
                        new Level(
                            1,
                            [.. Enumerable.Range(0, 60).Select(i => new Disc(new Vec((i * 37 % width) + 0.3, i * 23 % height), 5.2, 3.1))]
                        ),
                    ]
                ),
                new Layer(
                    new SolidFill(255, 220, 0, 0.4),
                    Overlap.Union,
                    [
                        new Level(
                            1,
                            [.. Enumerable.Range(0, 60).Select(i => new Disc(new Vec((i * 37 % width) + 4.3, i * 23 % height), 4.4, 4.4))]
                        ),
                    ]
                ),
                new Layer(
                    RampFill.Hydration,
                    Overlap.Sum,
                    [
                        new Level(0.4, [Region(width * 0.2, height * 0.2, width * 0.3)]),
                        new Level(0.5, [Region(width * 0.3, height * 0.3, width * 0.1)]),
                    ]
                ),
            ],
            _ =>
            [
                new Layer(
                    RampFill.Hydration,
                    Overlap.Sum,
                    [
                        new Level(0.4, [Region(width * 0.1, height * 0.1, width * 0.7)]),
                        new Level(0.5, [Region(width * 0.3, height * 0.3, width * 0.3)]),
                    ]
                ),
                Box(width * 0.5, 0, width * 0.2, height, new SolidFill(0, 255, 0, 0.3)),
            ],
        };

    private static Region Region(double x, double y, double size) =>
        new([
            [new(x, y), new(x + size, y), new(x + size, y + (size / 2)), new(x, y + size)],
        ]);

    [Theory]
    [MemberData(nameof(SamplingNames))]
    public void Blocks_that_no_mask_touches_keep_their_coefficients_and_everything_opens(string sampling)
    {
        foreach (var (width, height) in Sizes)
        {
            foreach (var mode in Modes)
            {
                var jpeg = Pictures.Jpeg(width, height, ["-sample", sampling, .. mode]);
                foreach (var kind in new[] { "none", "box", "last pixel", "dots", "heat" })
                {
                    var what = $"{sampling} {width}x{height} {string.Join(' ', mode)} {kind}";
                    var layers = Marks(kind, width, height);
                    var drawn = Draw(jpeg, layers);
                    var theirs = Pictures.Djpeg(drawn);
                    Pictures.Psnr(theirs.Rgb, Pixels(drawn)).ShouldBe(double.PositiveInfinity, what);
                    ShouldKeepUntouchedBlocks(jpeg, drawn, layers, what);
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
    public void Every_row_of_mcus_but_the_last_ends_in_its_restart_marker()
    {
        foreach (var rows in new[] { 1, 2, 3, 8, 9, 17 })
        {
            var drawn = Draw(Pictures.Jpeg(40, rows * 16, "-sample", "2x2"), Box(3, 3, 20, rows * 8));
            var scan = drawn.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]) + 14;
            var markers = Enumerable
                .Range(scan, drawn.Length - scan - 1)
                .Where(i => drawn[i] == 0xFF && drawn[i + 1] is not (0 or 0xFF))
                .Select(i => drawn[i + 1])
                .ToArray();
            markers.ShouldBe([.. Enumerable.Range(0, rows - 1).Select(i => (byte)(0xD0 + (i % 8))), 0xD9]);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bytes()
    {
        var photo = Open(Pictures.Jpeg(333, 801, "-sample", "2x2"));
        foreach (var kind in new[] { "none", "box", "dots", "heat" })
        {
            var scene = new Scene(333, 801, [.. Marks(kind, 333, 801)]);
            byte[] Draw(int workers)
            {
                var file = new MemoryStream();
                photo.Draw(scene, file, workers, default);
                return file.ToArray();
            }

            var alone = Draw(1);
            foreach (var workers in new[] { 2, 3, 16 })
                Draw(workers).ShouldBe(alone, $"{kind} {workers}");
        }
    }

    [Theory]
    [MemberData(nameof(SamplingNames))]
    public void A_picture_is_the_same_bytes_with_a_dimmed_twin_and_without(string sampling)
    {
        foreach (var mode in Modes)
        {
            var jpeg = Pictures.Jpeg(331, 197, ["-sample", sampling, .. mode]);
            var used = Open(jpeg);
            foreach (var colour in new[] { Red, new SolidFill(0, 0, 0, Red.Alpha), new SolidFill(255, 255, 255, Red.Alpha) })
            {
                var layers = new[] { Box(20.5, 10.2, 250, 160, colour), Box(300, 0, 31, 197, colour) };
                // The first picture of an opacity is drawn without a twin, all others with one.
                var scenes = new[] { new Scene(331, 197, [layers[0]]), new Scene(331, 197, [.. layers]) };
                foreach (var scene in scenes)
                {
                    var (alone, again) = (new MemoryStream(), new MemoryStream());
                    Open(jpeg).Draw(scene, alone);
                    used.Draw(scene, again);
                    again.ToArray().ShouldBe(alone.ToArray(), $"{string.Join(' ', mode)} {colour}");
                }
            }
        }
    }

    [Fact]
    public void A_twin_is_made_for_the_second_picture_of_an_opacity_and_only_as_large_as_it_may_be()
    {
        var image = JpegReader.Read(Pictures.Portrait, new PhotoLimits());
        var canonical = IndexedScan.Build(image, default)!;
        var shelf = new ScaledScanCache(canonical);
        var (half, third, tenth) = (CoefficientScale.Create(.5f), CoefficientScale.Create(.3f), CoefficientScale.Create(.1f));
        foreach (var scale in new[] { half, third, tenth })
            shelf.For(scale).ShouldBeNull();
        var twin = shelf.For(half).ShouldNotBeNull();
        var bits = new BitWriter();
        for (var row = 0; row < image.Frame.McusHigh; row++)
            twin.Row(row, bits).ShouldNotBeNull().ShouldBeSameAs(twin.Row(row, bits));
        shelf.For(half).ShouldBeSameAs(twin);
        // Two are kept; the one asked for longest ago goes.
        shelf.For(third).ShouldNotBeNull();
        shelf.For(tenth).ShouldNotBeNull();
        shelf.For(half).ShouldNotBeSameAs(twin);
        var small = new ScaledScan(image.Frame, canonical.Tables, half, capacity: 2000);
        Enumerable.Range(0, image.Frame.McusHigh).Count(row => small.Row(row, bits) is not null).ShouldBeInRange(1, 3);
        Open(Pictures.Portrait)
            .MemoryBytes.ShouldBe(canonical.MemoryBytes + shelf.Capacity + image.Frame.Components.Sum(c => 2L * c.Coefficients.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Rows_are_written_while_others_are_still_drawn(int workers)
    {
        // A drawing that was over could not be stopped by its first bytes.
        var photo = Open(Pictures.Jpeg(64, 16 * 8 * 300));
        using var stop = new CancellationTokenSource();
        using var output = new StopsAfter(5000, stop);
        Should.Throw<OperationCanceledException>(() =>
            photo.Draw(new Scene(64, 16 * 8 * 300, [Box(3, 3, 50, 38_000)]), output, workers, stop.Token)
        );
        output.Length.ShouldBeGreaterThan(5000);
    }

    private sealed class StopsAfter(int bytes, CancellationTokenSource stop) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (Length > bytes)
                stop.Cancel();
        }
    }

    [Fact]
    public void A_drawing_ends_early_when_it_is_told_to()
    {
        var photo = Open(Pictures.Jpeg(64, 400));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        foreach (var workers in new[] { 1, 3 })
            Should.Throw<OperationCanceledException>(() =>
                photo.Draw(new Scene(64, 400, [Box(3, 3, 50, 300)]), Stream.Null, workers, stop.Token)
            );
        // The buffers that were in use are clean for the next one.
        Pixels(Draw(Pictures.Jpeg(64, 400))).ShouldBe(Pixels(Pictures.Jpeg(64, 400)));
    }

    [Fact]
    public void Bits_are_copied_from_and_to_every_place_and_in_every_number()
    {
        var random = new Random(9);
        var source = new byte[400];
        random.NextBytes(source);
        string Bits(ReadOnlySpan<byte> bytes) => string.Concat(bytes.ToArray().Select(b => $"{b:B8}"));
        var all = Bits(source);
        for (var count = 0; count < 700; count++)
        {
            var (before, from) = (count % 8, random.Next(1000));
            var bits = new BitWriter();
            bits.Write((uint)(0xA5 >> (8 - before)), before);
            bits.Copy(source, from, count);
            // What is written next must not meet anything that was copied too much.
            bits.Write(0x5A5, 12);
            bits.Align();
            Bits(bits.Written)
                .ShouldStartWith(
                    string.Concat("10100101".AsSpan(0, before), all.AsSpan(from, count), "010110100101"),
                    Case.Sensitive,
                    $"{count}"
                );
        }
    }

    [Fact]
    public void A_zero_follows_every_byte_of_ones_and_nothing_else()
    {
        var random = new Random(4);
        for (var length = 0; length < 200; length++)
        {
            var bytes = Enumerable.Range(0, length).Select(_ => (byte)(random.Next(4) == 0 ? 0xFF : random.Next(256))).ToArray();
            var stuffed = new ScanBytes(1);
            stuffed.Append([7]);
            stuffed.Stuff(bytes);
            stuffed.Stuff(bytes);
            stuffed.Written.ToArray().ShouldBe([7, .. bytes.Concat(bytes).SelectMany(b => b == 0xFF ? new byte[] { b, 0 } : [b])]);
        }
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
            ShouldKeepUntouchedBlocks(jpeg, drawn, [dot], $"{i}");
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
            var scene = new Scene(512, 600, [.. Marks(kind, 512, 600)]);
            var (fast, slow) = (new MemoryStream(), new MemoryStream());
            Open(photo).ShouldBeOfType<CompressedPhoto>().Draw(scene, fast);
            plain.Draw(scene, slow);
            Pictures.Psnr(Pixels(fast.ToArray()), Pixels(slow.ToArray())).ShouldBeGreaterThan(44, kind);
            (fast.Length / (double)slow.Length).ShouldBeInRange(0.97, 1.03, kind);
        }
    }

    [Fact]
    public void Two_blocks_at_once_become_what_each_becomes_alone()
    {
        if (!Vector16Ops.AreSupported)
            return;
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var (p, q) = (Coefficients(), Coefficients());
            var (fine, coarse) = (Quantiser(1 + (i % 9)), Quantiser(3 + (i % 40)));
            var (steps, reciprocals) = (
                FloatDct.Join(FloatDct.Steps(fine), FloatDct.Steps(coarse)),
                FloatDct.Join(FloatDct.Reciprocals(coarse), FloatDct.Reciprocals(fine))
            );
            FloatDct.ToSamples(
                ref p[0],
                ref q[0],
                ref steps[0],
                out var r0,
                out var r1,
                out var r2,
                out var r3,
                out var r4,
                out var r5,
                out var r6,
                out var r7
            );
            var (a, b) = (new CodedBlock(), new CodedBlock());
            FloatDct.ToCoefficients(r0, r1, r2, r3, r4, r5, r6, r7, ref reciprocals[0], a, b);
            ShouldBeAlone(a, p, fine, coarse);
            ShouldBeAlone(b, q, coarse, fine);
        }

        void ShouldBeAlone(CodedBlock actual, short[] block, ushort[] from, ushort[] to)
        {
            FloatDct.ToSamples(
                block,
                FloatDct.Steps(from),
                out var r0,
                out var r1,
                out var r2,
                out var r3,
                out var r4,
                out var r5,
                out var r6,
                out var r7
            );
            var alone = new CodedBlock();
            FloatDct.ToCoefficients(r0, r1, r2, r3, r4, r5, r6, r7, FloatDct.Reciprocals(to), alone);
            actual.Values.ShouldBe(alone.Values);
            actual.NonZero.ShouldBe(alone.NonZero);
            for (var k = 0; k < 64; k++)
                ((alone.NonZero >> k) & 1).ShouldBe(alone.Values[k] == 0 ? 0UL : 1);
        }

        short[] Coefficients() =>
            [.. Enumerable.Range(0, 64).Select(k => (short)(random.Next(3) == 0 ? random.Next(-900, 900) / (1 + k) : 0))];
        ushort[] Quantiser(int step) => [.. Enumerable.Range(0, 64).Select(k => (ushort)(step + (k / 7)))];
    }

    [Fact]
    public void Bits_are_not_copied_when_their_tables_could_code_more_than_baseline_has()
    {
        var file = Pictures.Jpeg(32, 32);
        JpegReader.Read(file, new PhotoLimits()).Bits.ShouldNotBeNull();
        // One code more in the AC table of luma, for eleven bits (T.81, B.2.4.2).
        var table = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4, 0x00, 0xB5, 0x10]);
        var end = table + 2 + 0xB5;
        byte[] wider = [.. file[..end], 0x0B, .. file[end..]];
        wider[table + 3]++;
        wider[table + 20]++;
        var image = JpegReader.Read(wider, new PhotoLimits());
        image.Bits.ShouldBeNull();
        IndexedScan.Build(image, default).ShouldNotBeNull();
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

    // A block is touched when any of the pixels that it stands for has an opacity.
    internal static void ShouldKeepUntouchedBlocks(byte[] before, byte[] after, Layer[] layers, string what, bool withPadding = true)
    {
        var (a, b) = (JpegReader.Read(before, new PhotoLimits()).Frame, JpegReader.Read(after, new PhotoLimits()).Frame);
        var touched = new bool[a.Width, a.Height];
        foreach (var layer in layers)
        {
            var opacity = RasteriserTests.Draw(layer, a.Width, a.Height);
            for (var i = 0; i < opacity.Length; i++)
                touched[i % a.Width, i / a.Width] |= opacity[i] > 0;
        }

        for (var i = 0; i < a.Components.Length; i++)
        {
            var (c, d) = (a.Components[i], b.Components[i]);
            for (var row = 0; row < c.BlocksHigh; row++)
            {
                for (var column = 0; column < c.BlocksWide; column++)
                {
                    if (IsTouched(a, c, column, row, touched))
                        continue;
                    if (!withPadding && (8 * row >= c.Height || 8 * column >= c.Width))
                        continue;
                    c.Block(row, column).SequenceEqual(d.Block(row, column)).ShouldBeTrue($"{what}: component {i}, block {column},{row}");
                }
            }
        }
    }

    private static bool IsTouched(JpegFrame frame, JpegComponent c, int column, int row, bool[,] touched)
    {
        var (left, top) = (column * 8 * frame.MaxH / c.H, row * 8 * frame.MaxV / c.V);
        // Blocks beyond the picture continue its edge.
        var (right, bottom) = (left + JpegFrame.CeilDiv(8 * frame.MaxH, c.H), top + JpegFrame.CeilDiv(8 * frame.MaxV, c.V));
        for (var y = top; y <= bottom; y++)
        for (var x = left; x <= right; x++)
            if (touched[Math.Min(x, frame.Width - 1), Math.Min(y, frame.Height - 1)])
                return true;
        return false;
    }
}
