using Cutis.Platform.Configuration;

namespace Cutis.Platform.Urls;

/// <summary>Signed URLs of pictures.</summary>
internal sealed record FilesOptions : ISettings
{
    /// <summary>The longest that a URL lives, rounding up included.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    /// <summary>How long a URL lives at least.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Expiry is rounded up to a multiple of this, so that the same request gives the same URL.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What URLs begin with, such as https://masks.example.org; empty means the host of the request, if it is allowed.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>
    /// Hosts that requests may be for, separated by commas; empty means any with a PublicUrl, else those that the server knows of itself.
    /// </summary>
    public string AllowedHosts { get; init; } = "";

    public IEnumerable<string> Problems()
    {
        if (Lifetime < TimeSpan.FromSeconds(1) || Lifetime > MaxLifetime)
            yield return $"Files:Lifetime must be from 1 second to 7 days, not {Lifetime}";
        if (Window < TimeSpan.FromSeconds(1) || Window > MaxLifetime)
            yield return $"Files:Window must be from 1 second to 7 days, not {Window}";
        // Rounding up must not make a URL live longer than the longest.
        if (Lifetime + Window > MaxLifetime)
            yield return $"Files:Lifetime and Files:Window must together be at most 7 days, not {Lifetime + Window}";
    }
}
