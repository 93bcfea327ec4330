using System;
using Cutis.Imaging.Compositing;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>The bits of a scan that is drawn on: copied, stuffed, transformed, and framed by restart markers.</summary>
public class CompressedScanTests
{
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
}
