namespace Cutis.Server.Files;

/// <summary>Signed addresses of pictures.</summary>
internal sealed record FilesOptions : ISettings
{
    /// <summary>The longest that a URL lives, rounding up included.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    /// <summary>How long an address lives at least.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Expiry is rounded up to a multiple of this, so that the same request gives the same address.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What addresses begin with, such as https://masks.example.org; empty means the host of the request.</summary>
    public string PublicUrl { get; init; } = "";

    public IEnumerable<string> Problems()
    {
        if (Lifetime < TimeSpan.FromSeconds(1) || Lifetime > MaxLifetime) yield return $"Files:Lifetime must be from 1 second to 7 days, not {Lifetime}";
        if (Window < TimeSpan.FromSeconds(1) || Window > MaxLifetime) yield return $"Files:Window must be from 1 second to 7 days, not {Window}";
        // Rounding up must not make an address live longer than the longest.
        if (Lifetime + Window > MaxLifetime) yield return $"Files:Lifetime and Files:Window must together be at most 7 days, not {Lifetime + Window}";
        if (PublicUrl.Length > 0 && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            yield return $"Files:PublicUrl must be an http or https address, not \"{PublicUrl}\"";
    }
}
