using System.Net;
using Cutis.Platform.Configuration;

namespace Cutis.Server.Security;

/// <summary>The proxies in front of the server, whose word about scheme, host, path and client is taken.</summary>
internal sealed record ProxyOptions : ISettings
{
    /// <summary>
    /// IP addresses of proxies whose X-Forwarded-For, -Proto, -Host and -Prefix count, separated by commas; of all others they are ignored.
    /// </summary>
    public string KnownProxies { get; init; } = "";

    /// <summary>The same for networks, such as 10.0.0.0/8.</summary>
    public string KnownNetworks { get; init; } = "";

    public IReadOnlyList<IPAddress> Proxies => [.. Split(KnownProxies).Select(IPAddress.Parse)];

    public IReadOnlyList<IPNetwork> Networks => [.. Split(KnownNetworks).Select(IPNetwork.Parse)];

    public IEnumerable<string> Problems()
    {
        foreach (var text in Split(KnownProxies).Where(text => !IPAddress.TryParse(text, out _)))
            yield return $"Proxy:KnownProxies must be IP addresses separated by commas, not \"{text}\"";
        foreach (var text in Split(KnownNetworks).Where(text => !IPNetwork.TryParse(text, out _)))
            yield return $"Proxy:KnownNetworks must be networks such as 10.0.0.0/8 separated by commas, not \"{text}\"";
    }

    private static string[] Split(string list) =>
        list.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
