using System;
using System.Diagnostics;
using System.Globalization;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>
/// Mutated files: whatever the bytes, a photo opens or gives an error; nothing crashes or hangs, and memory stays bounded.
/// CUTIS_FUZZ_SECONDS makes it run longer, CUTIS_FUZZ_FILES for that many files on all cores.
/// </summary>
[Collection(nameof(Alone))]
public class FuzzTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("CUTIS_FUZZ_SECONDS") ?? "6", CultureInfo.InvariantCulture)
    );

    private static readonly long Files = long.Parse(
        Environment.GetEnvironmentVariable("CUTIS_FUZZ_FILES") ?? "0",
        CultureInfo.InvariantCulture
    );

    private static readonly PhotoLimits Limits = new() { MaxPixels = 1_000_000, MaxBytes = 1 << 20 };

    [Fact]
    public void Decoders_survive_mutated_photos()
    {
        byte[][] corpus =
        [
            Pictures.Jpeg(48, 40),
            Pictures.Jpeg(33, 31, "-progressive"),
            Pictures.Jpeg(40, 40, "-restart", "1", "-sample", "1x1"),
            Pictures.Jpeg(20, 50, "-grayscale"),
            Pictures.Jpeg(31, 17, "-rgb"),
            Pictures.Jpeg(64, 16, "-sample", "4x1", "-progressive", "-restart", "2B"),
            OrientationTests.WithExif(Pictures.Jpeg(24, 24), 6),
            .. JpegSamplingTests.ForFuzz(),
            .. JpegProfileTests.ForFuzz(),
            JpegFile.Parse(Pictures.Jpeg(40, 24)).Without(JpegFile.Huffman).ToBytes(),
            MaskedPhotos.PngOf(20, 20, Pictures.Rgb(20, 20)),
            MaskedPhotos.PngOf(8, 8, new byte[128], PngColour.GreyAlpha),
            Tools.Run("pnmtopng", ["-interlace"], Pictures.Ppm(20, 20, Pictures.Rgb(20, 20))),
        ];
        var seed = Environment.TickCount;
        var clock = Stopwatch.StartNew();
        var (tried, opened, slowest, largest) = (0L, 0L, 0L, 0L);
        Parallel.For(
            0,
            Files > 0 ? Environment.ProcessorCount : 1,
            worker =>
            {
                var random = new Random(seed + worker);
                while (Files > 0 ? Interlocked.Read(ref tried) < Files : clock.Elapsed < Budget)
                {
                    var file = Mutate(corpus[random.Next(corpus.Length)], corpus, random);
                    var (start, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
                    if (Try(file, $"cutis-fuzz-{seed}-{Interlocked.Increment(ref tried)}.bin"))
                        Interlocked.Increment(ref opened);
                    Raise(ref slowest, Stopwatch.GetTimestamp() - start);
                    Raise(ref largest, GC.GetAllocatedBytesForCurrentThread() - allocated);
                }
            }
        );

        tried.ShouldBeGreaterThan(100);
        // A hang would be seconds for pictures this small; the slack is for busy machines.
        Stopwatch.GetElapsedTime(0, slowest).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        // A picture of the largest size takes some 20 bytes a pixel.
        largest.ShouldBeLessThan(64_000_000);
        GC.Collect();
        GC.GetTotalMemory(true).ShouldBeLessThan(200_000_000);
        if (Environment.GetEnvironmentVariable("CUTIS_FUZZ_REPORT") is { } report)
        {
            File.WriteAllText(
                report,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{tried} files in {clock.Elapsed.TotalSeconds:0} s, {opened} of them opened and drawn on "
                        + $"twice; the slowest took {Stopwatch.GetElapsedTime(0, slowest).TotalMilliseconds:0} ms, "
                        + $"the largest {largest / 1_000_000} MB; peak memory "
                        + $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000} MB\n"
                )
            );
        }
    }

    private static void Raise(ref long most, long value)
    {
        for (var seen = Interlocked.Read(ref most); value > seen; seen = Interlocked.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }

    private static bool Try(byte[] file, string name)
    {
        try
        {
            if (!Photo.TryOpen(file, Limits, out var photo, out _))
                return false;
            var scene = new Scene(photo.UprightWidth, photo.UprightHeight, [MaskedPhotos.Box(-1, -1, 60, 9)]);
            // Twice, as the second picture of an opacity is made in another way.
            photo.Draw(scene, Stream.Null);
            photo.Draw(scene, Stream.Null);
            return true;
        }
        catch (Exception e)
        {
            var kept = Path.Combine(Path.GetTempPath(), name);
            File.WriteAllBytes(kept, file);
            throw new InvalidOperationException($"A mutated file, kept as {kept}, made an exception", e);
        }
    }

    internal static byte[] Mutate(byte[] original, byte[][] corpus, Random random)
    {
        var file = (byte[])original.Clone();
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(Math.Max(1, file.Length));
            switch (random.Next(7))
            {
                case 0 when file.Length > 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when file.Length > 0:
                    file[at] = random.Next(3) switch
                    {
                        0 => 0,
                        1 => 255,
                        _ => (byte)random.Next(256),
                    };
                    break;
                case 2:
                    file = file[..at];
                    break;
                case 3:
                    file = [.. file[..at], .. file[Math.Min(file.Length, at + random.Next(40))..]];
                    break;
                case 4:
                    file = [.. file[..at], .. file[Math.Max(0, at - random.Next(40))..]];
                    break;
                case 5:
                    var other = corpus[random.Next(corpus.Length)];
                    file = [.. file[..at], .. other[random.Next(other.Length)..]];
                    break;
                default:
                    var noise = new byte[random.Next(8)];
                    random.NextBytes(noise);
                    file = [.. file[..at], .. noise, .. file[at..]];
                    break;
            }
        }

        FixChecksums(file);
        return file;
    }

    // Without this, hardly any mutation of a PNG would reach the code behind the checksums.
    private static void FixChecksums(byte[] file)
    {
        if (!PngReader.Recognises(file))
            return;
        for (var at = 8; at + 12 <= file.Length; )
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                return;
            var crc = Crc32.Update(0, file.AsSpan(at + 4, (int)length + 4));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), crc);
            at += 12 + (int)length;
        }
    }
}

/// <summary>Tests that run when all others are over, as those hold memory too.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;
