using Cutis.Platform.Configuration;

namespace Cutis.Server.Security;

/// <summary>How often a token may call. A burst is what may come at once; the rest flows evenly.</summary>
internal sealed record RateLimitOptions : ISettings
{
    /// <summary>Requests a minute and token; 0 means no limit.</summary>
    public int PerMinute { get; init; } = 1200;

    /// <summary>Requests that may come at once.</summary>
    public int Burst { get; init; } = 200;

    /// <summary>How many requests come back how often: ten times a second at most, and exactly as many a minute as are allowed.</summary>
    internal (int Requests, TimeSpan Period) Refill
    {
        get
        {
            var requests = (PerMinute + 599) / 600;
            return (requests, TimeSpan.FromMinutes((double)requests / PerMinute));
        }
    }

    public IEnumerable<string> Problems()
    {
        if (PerMinute < 0)
            yield return $"RateLimit:PerMinute must be 0 or more, not {PerMinute}";
        if (Burst < 1)
            yield return $"RateLimit:Burst must be 1 or more, not {Burst}";
    }
}
