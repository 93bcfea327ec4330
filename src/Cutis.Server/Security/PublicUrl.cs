using System.Diagnostics.CodeAnalysis;

namespace Cutis.Server.Security;

/// <summary>
/// What the URLs of a server begin with when its operator has said so: scheme, host, and the path that a proxy serves it under.
/// </summary>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">Name or address, with the port if it is not the usual one; in ASCII.</param>
/// <param name="Path">Empty, or with a slash at the beginning and none at the end; not escaped.</param>
internal sealed record PublicUrl(string Scheme, HostString Host, PathString Path)
{
    /// <summary>Characters of a public URL. A picture's URL has 2,000 at most, and the rest of it needs its part.</summary>
    public const int MaxLength = 512;

    /// <summary>Reads a URL; null with a problem when it cannot be one that others begin with.</summary>
    public static PublicUrl? Parse(string text, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url is not { Scheme: "http" or "https", Host.Length: > 0 })
            problem = $"must be an http or https address, not \"{text}\"";
        else if (url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0 || text.Contains('?') || text.Contains('#'))
            problem = $"must have no user, no query and no fragment, not \"{text}\"";
        else if (text.Length > MaxLength)
            problem = $"must have at most {MaxLength} characters, not {text.Length}";
        // Some clients take a plus sign for a blank, others write it as %2B: a signed path must not depend on that.
        else if (url.AbsolutePath.Contains('+'))
            problem = $"must have no plus sign, not \"{text}\"";
        return problem is null ? new PublicUrl(url!.Scheme, HostOf(url), Uri.UnescapeDataString(url.AbsolutePath).TrimEnd('/')) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}://{Host}{Path}";

    private static HostString HostOf(Uri url)
    {
        var name = url.HostNameType == UriHostNameType.Dns ? url.IdnHost : url.Host;
        return url.IsDefaultPort ? new HostString(name) : new HostString($"{name}:{url.Port}");
    }
}
