using Cutis.Imaging.Core;
using Cutis.Platform.Configuration;

namespace Cutis.Platform.Photos;

/// <summary>Limits on photos.</summary>
internal sealed record ImagesOptions : ISettings
{
    /// <summary>Maximum size of a photo's file in bytes.</summary>
    public long MaxBytes { get; init; } = new PhotoLimits().MaxBytes;

    /// <summary>Maximum number of pixels of a photo (width × height).</summary>
    public long MaxPixels { get; init; } = new PhotoLimits().MaxPixels;

    /// <summary>Maximum width, and maximum height, of a photo in pixels.</summary>
    public int MaxSide { get; init; } = new PhotoLimits().MaxSide;

    public PhotoLimits Limits =>
        new()
        {
            MaxBytes = MaxBytes,
            MaxPixels = MaxPixels,
            MaxSide = MaxSide,
        };

    public IEnumerable<string> Problems()
    {
        if (MaxBytes is < 1 or > 1 << 30)
            yield return $"Images:MaxBytes must be from 1 to {1 << 30}, not {MaxBytes}";
        if (MaxPixels is < 1 or > 500_000_000)
            yield return $"Images:MaxPixels must be from 1 to 500000000, not {MaxPixels}";
        if (MaxSide is < 1 or > 65_535)
            yield return $"Images:MaxSide must be from 1 to 65535, not {MaxSide}";
    }
}
