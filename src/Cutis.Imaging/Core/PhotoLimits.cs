namespace Cutis.Imaging.Core;

/// <summary>Limits on a photo, checked before memory for its pixels is allocated.</summary>
public sealed record PhotoLimits
{
    /// <summary>Maximum size of the file in bytes.</summary>
    public long MaxBytes { get; init; } = 30 * 1024 * 1024;

    /// <summary>Maximum number of pixels (width × height).</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Maximum width and maximum height in pixels.</summary>
    public int MaxSide { get; init; } = 65_535;

    /// <summary>Maximum number of scans in a JPEG; encoders write about ten in a progressive one.</summary>
    public int MaxScans { get; init; } = 100;

    // Every scan costs time for every pixel, however few bytes it has in the file; the largest photos may have only this many.
    private const int ScansOfLargest = 25;

    internal void CheckScans(int scans, int width, int height)
    {
        if (scans > MaxScans)
            throw PhotoException.Damaged($"The JPEG has more than {MaxScans} scans.");
        if ((long)width * height * scans <= MaxPixels * ScansOfLargest)
            return;
        throw PhotoException.Damaged($"The JPEG has more than {scans - 1} scans, which is too many for {width} × {height} pixels.");
    }

    internal void Check(int width, int height)
    {
        if (width == 0 || height == 0)
            throw PhotoException.Damaged($"The picture is {width} × {height} pixels.");
        if (width > MaxSide || height > MaxSide)
            throw PhotoException.TooLarge($"The picture is {width} × {height} pixels; a side may have at most {MaxSide}.");
        if ((long)width * height > MaxPixels)
            throw PhotoException.TooLarge(
                $"The picture is {width} × {height} = {(long)width * height} pixels; at most {MaxPixels} are allowed."
            );
    }
}
