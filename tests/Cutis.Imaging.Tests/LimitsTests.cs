using System;
using System.Buffers.Binary;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;

namespace Cutis.Imaging.Tests;

/// <summary>Files that are too much, or not what they say.</summary>
public class LimitsTests
{
    [Fact]
    public void A_side_beyond_the_limit_is_refused_with_the_sizes()
    {
        var jpeg = Pictures.Jpeg(100, 20);
        Error(jpeg, new PhotoLimits { MaxSide = 99 })
            .ShouldBe((PhotoProblem.TooLarge, "The picture is 100 × 20 pixels; a side may have at most 99."));
        Error(jpeg, new PhotoLimits { MaxPixels = 1999 })
            .ShouldBe((PhotoProblem.TooLarge, "The picture is 100 × 20 = 2000 pixels; at most 1999 are allowed."));
        Error(jpeg, new PhotoLimits { MaxBytes = 10 }).Problem.ShouldBe(PhotoProblem.TooLarge);
        Photo.TryOpen(jpeg, new PhotoLimits { MaxSide = 100, MaxPixels = 2000 }, out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void A_small_file_that_claims_to_be_huge_takes_no_memory()
    {
        var jpeg = Pictures.Jpeg(64, 64);
        var sof = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(sof + 5), 65000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(sof + 7), 65000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Error(jpeg, new PhotoLimits()).Problem.ShouldBe(PhotoProblem.TooLarge);
        // 9,900 × 10,000 is within the limit of pixels, but the file cannot hold it.
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(sof + 5), 9900);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(sof + 7), 10000);
        Error(jpeg, new PhotoLimits()).Problem.ShouldBe(PhotoProblem.Damaged);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Theory]
    [InlineData("-arithmetic", "arithmetic")]
    [InlineData("-arithmetic -progressive", "arithmetic")]
    public void Arithmetic_coding_is_refused_by_name(string options, string word)
    {
        var (problem, message) = Error(Pictures.Jpeg(30, 20, options.Split(' ')), new PhotoLimits());
        problem.ShouldBe(PhotoProblem.Unsupported);
        message.ShouldContain(word);
    }

    [Theory]
    [InlineData(0xC3, "lossless")]
    [InlineData(0xC5, "hierarchical")]
    public void Other_processes_are_refused_by_name(byte marker, string word)
    {
        var jpeg = Pictures.Jpeg(30, 20);
        jpeg[jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) + 1] = marker;
        Error(jpeg, new PhotoLimits()).Message.ShouldContain(word);
    }

    [Fact]
    public void Twelve_bits_and_late_heights_are_refused_by_name()
    {
        var jpeg = Pictures.Jpeg(30, 20);
        var sof = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        jpeg[sof + 4] = 12;
        Error(jpeg, new PhotoLimits()).Message.ShouldContain("12 bits");
        (jpeg[sof + 4], jpeg[sof + 6]) = (8, 0);
        Error(jpeg, new PhotoLimits()).Message.ShouldContain("DNL");
    }

    [Fact]
    public void A_progressive_bomb_of_scans_is_refused()
    {
        var jpeg = Pictures.Jpeg(16, 16, "-progressive");
        var scan = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        // Refining scans of DC are legal in any number.
        byte[] again = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0x10, 0x00];
        byte[] bomb = [.. jpeg[..^2], .. Enumerable.Repeat(again, 300).SelectMany(b => b), 0xFF, 0xD9];
        scan.ShouldBeGreaterThan(0);
        Error(bomb, new PhotoLimits()).Problem.ShouldBe(PhotoProblem.Damaged);
    }

    private static (PhotoProblem Problem, string Message) Error(byte[] file, PhotoLimits limits)
    {
        Photo.TryOpen(file, limits, out _, out var error).ShouldBeFalse();
        return (error!.Problem, error.Message);
    }
}
