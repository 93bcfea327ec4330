using Cutis.Platform.Configuration;

namespace Cutis.Platform.Urls;

/// <summary>Signed URLs of pictures.</summary>
internal sealed record FilesOptions : ISettings
{
    /// <summary>Maximum lifetime of a URL, including rounding up.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    /// <summary>Minimum lifetime of a URL.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The expiry is rounded up to a multiple of this, so that equal requests give equal URLs.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What URLs begin with, such as https://masks.example.org; empty means the host of the request, if it is allowed.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>
    /// Hosts that requests may name, separated by commas; empty means any host with a PublicUrl, otherwise those that the server knows by
    /// itself.
    /// </summary>
    public string AllowedHosts { get; init; } = "";

    public IEnumerable<string> Problems()
    {
        if (Lifetime < TimeSpan.FromSeconds(1) || Lifetime > MaxLifetime)
            yield return $"Files:Lifetime must be from 1 second to 7 days, not {Lifetime}";
        if (Window < TimeSpan.FromSeconds(1) || Window > MaxLifetime)
            yield return $"Files:Window must be from 1 second to 7 days, not {Window}";
        // Rounding up must not exceed the maximum lifetime.
        if (Lifetime + Window > MaxLifetime)
            yield return $"Files:Lifetime and Files:Window must together be at most 7 days, not {Lifetime + Window}";
    }
}
