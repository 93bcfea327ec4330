using Cutis.Platform.Configuration;

namespace Cutis.Platform.Capacity;

/// <summary>How much work and memory drawing may take.</summary>
internal sealed record RasterisationOptions : ISettings
{
    /// <summary>Finished pictures kept in memory, in bytes; empty means a twelfth of what the process may use, 256 MiB at most.</summary>
    public long? RenderCacheBytes { get; init; }

    /// <summary>Decoded photos kept in memory, in bytes; empty means a twelfth of what the process may use, 256 MiB at most.</summary>
    public long? PhotoCacheBytes { get; init; }

    /// <summary>Pictures that clients are slow to take, kept in memory for them, in bytes; what is more goes to temporary files.</summary>
    public long SendBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Threads of heavy work at the same time, such as drawing and opening photos; 0 means one more than there are cores.
    /// </summary>
    public int Concurrency { get; init; }

    /// <summary>Requests that may wait for their turn; the next one is answered with 503.</summary>
    public int Queue { get; init; } = 512;

    /// <summary>The longest that a piece of heavy work may take, such as opening a photo and drawing a picture on it.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<string> Problems()
    {
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
