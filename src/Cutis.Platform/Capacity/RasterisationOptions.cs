using Cutis.Platform.Configuration;

namespace Cutis.Platform.Capacity;

/// <summary>Limits on the work and memory of drawing.</summary>
internal sealed record RasterisationOptions : ISettings
{
    /// <summary>Memory for finished pictures, in bytes; empty means a twelfth of what the process may use, and at most 256 MiB.</summary>
    public long? RenderCacheBytes { get; init; }

    /// <summary>Memory for open photos, in bytes; empty means a twelfth of what the process may use, and at most 256 MiB.</summary>
    public long? PhotoCacheBytes { get; init; }

    /// <summary>
    /// Memory for pictures that clients receive slowly, in bytes; more than that moves to temporary files. Empty means a twelfth of what
    /// the process may use, and at most 64 MiB.
    /// </summary>
    public long? SendBytes { get; init; }

    /// <summary>
    /// Threads for heavy work, such as opening photos and drawing; 0 means one more than there are cores.
    /// </summary>
    public int Concurrency { get; init; }

    /// <summary>Requests that may wait for their turn; further ones are answered with 503.</summary>
    public int Queue { get; init; } = 512;

    /// <summary>Time limit for a piece of heavy work, such as opening a photo and drawing on it.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Style of masks where a request names none: `adaptive`, or `contract` for clients that rely on the colours of the contract.
    /// </summary>
    public string Style { get; init; } = "adaptive";

    public IEnumerable<string> Problems()
    {
        if (Style is not ("adaptive" or "contract"))
            yield return $"Rasterisation:Style must be adaptive or contract, not {Style}";
        if (RenderCacheBytes < 0)
            yield return $"Rasterisation:RenderCacheBytes must be 0 or more, not {RenderCacheBytes}";
        if (PhotoCacheBytes < 0)
            yield return $"Rasterisation:PhotoCacheBytes must be 0 or more, not {PhotoCacheBytes}";
        if (SendBytes is < 0 or > 1L << 40)
            yield return $"Rasterisation:SendBytes must be from 0 to {1L << 40}, not {SendBytes}";
        if (Concurrency is < 0 or > 1024)
            yield return $"Rasterisation:Concurrency must be from 0 to 1024, not {Concurrency}";
        if (Queue < 0)
            yield return $"Rasterisation:Queue must be 0 or more, not {Queue}";
        if (TimeLimit < TimeSpan.FromMilliseconds(100))
            yield return $"Rasterisation:TimeLimit must be at least 0.1 seconds, not {TimeLimit}";
    }
}
