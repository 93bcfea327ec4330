namespace Cutis.Imaging.Core;

/// <summary>What a photo may be at most; checked before anything is allocated for its pixels.</summary>
public sealed record PhotoLimits
{
    /// <summary>Bytes of the file.</summary>
    public long MaxBytes { get; init; } = 30 * 1024 * 1024;

    /// <summary>Width times height.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Width, and height, in pixels.</summary>
    public int MaxSide { get; init; } = 65_535;

    /// <summary>Scans of a JPEG; encoders write about ten of a progressive one.</summary>
    public int MaxScans { get; init; } = 100;

    // Every scan takes time for every pixel, however small it is in the file.
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
