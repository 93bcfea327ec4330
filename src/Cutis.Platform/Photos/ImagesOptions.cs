using Cutis.Imaging.Core;
using Cutis.Platform.Configuration;

namespace Cutis.Platform.Photos;

/// <summary>What a photo may be at most.</summary>
internal sealed record ImagesOptions : ISettings
{
    /// <summary>Bytes of the file.</summary>
    public long MaxBytes { get; init; } = new PhotoLimits().MaxBytes;

    /// <summary>Width times height.</summary>
    public long MaxPixels { get; init; } = new PhotoLimits().MaxPixels;

    /// <summary>Pixels of width, and of height.</summary>
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
