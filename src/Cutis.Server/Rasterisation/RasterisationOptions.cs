namespace Cutis.Server.Rasterisation;

/// <summary>How much work and memory drawing may take.</summary>
internal sealed record RasterisationOptions : ISettings
{
    /// <summary>Finished pictures kept in memory, in bytes.</summary>
    public long RenderCacheBytes { get; init; } = 256L << 20;

    /// <summary>Decoded photos kept in memory, in bytes.</summary>
    public long PhotoCacheBytes { get; init; } = 256L << 20;

    /// <summary>Pictures that clients are slow to take, kept in memory for them, in bytes; what is more goes to temporary files.</summary>
    public long SendBytes { get; init; } = 64L << 20;

    /// <summary>Pictures drawn at the same time; 0 means one per core.</summary>
    public int Concurrency { get; init; }

    /// <summary>Requests that may wait for their turn; the next one is answered with 503.</summary>
    public int Queue { get; init; } = 128;

    /// <summary>The longest that drawing one picture may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<string> Problems()
    {
        if (RenderCacheBytes < 0) yield return $"Rasterisation:RenderCacheBytes must be 0 or more, not {RenderCacheBytes}";
        if (PhotoCacheBytes < 0) yield return $"Rasterisation:PhotoCacheBytes must be 0 or more, not {PhotoCacheBytes}";
        if (SendBytes is < 0 or > 1L << 40) yield return $"Rasterisation:SendBytes must be from 0 to {1L << 40}, not {SendBytes}";
        if (Concurrency is < 0 or > 1024) yield return $"Rasterisation:Concurrency must be from 0 to 1024, not {Concurrency}";
        if (Queue < 0) yield return $"Rasterisation:Queue must be 0 or more, not {Queue}";
        if (TimeLimit < TimeSpan.FromMilliseconds(100)) yield return $"Rasterisation:TimeLimit must be at least 0.1 seconds, not {TimeLimit}";
    }
}
