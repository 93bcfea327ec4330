using Cutis.Platform.Configuration;

namespace Cutis.Server.Security;

/// <summary>Which pages of other origins may call from a browser, with a token or a signed URL; never with a cookie.</summary>
internal sealed record CorsOptions : ISettings
{
    /// <summary>Origins such as https://shop.example, separated by commas; * for all, and none by default.</summary>
    public string Origins { get; init; } = "";

    internal string[] List => Origins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<string> Problems()
    {
        foreach (var origin in List)
            if (origin != "*" && !IsOrigin(origin))
                yield return $"Cors:Origins must be origins such as https://shop.example, separated by commas, not \"{origin}\"";
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase)
        && url.UserInfo.Length == 0;
}
