using System.Net;

namespace Cutis.Platform.Webhooks;

/// <summary>What the URL of a webhook may be. Where a name leads is found out when something is sent there.</summary>
internal static class DestinationUrl
{
    /// <summary>Characters of a URL.</summary>
    public const int MaxLength = 2000;

    private const int FirstUserPort = 1024;

    /// <summary>What is wrong with a URL, as a sentence; null when nothing is.</summary>
    public static string? Problem(string text, DestinationAddresses addresses)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url is not { Scheme: "http" or "https", Host.Length: > 0 })
            return "Must be an http or https address.";
        if (url.UserInfo.Length > 0)
            return "Must have no user; credentials are sent as authorization says.";
        if (url.Fragment.Length > 0)
            return "Must have no fragment.";
        // Below are mail, shells and databases of old: none of them takes webhooks.
        if (url.Port is not (80 or 443) && url.Port < FirstUserPort)
            return $"Must have port 80 or 443, or one from {FirstUserPort}.";
        if (IPAddress.TryParse(url.IdnHost, out var address) && !addresses.Allows(address))
            return "Leads to an address of a private or special network, which the operator of this server has not allowed.";
        return null;
    }
}
