using System.Net;
using System.Net.Sockets;

namespace Cutis.Platform.Webhooks;

/// <summary>
/// To which addresses webhooks may lead: to those of the public internet, and to networks that the operator allows. Special addresses are
/// those of the IANA registries (RFC 6890 and its updates) that are not globally reachable, and what clouds answer metadata on.
/// </summary>
internal sealed class DestinationAddresses(WebhookOptions options)
{
    private static readonly IPNetwork[] Special4 =
    [
        .. new[]
        {
            "0.0.0.0/8", // this network, unspecified
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, metadata of clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // IETF protocols, metadata of a cloud
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast
            "168.63.129.16/32", // the host of a cloud, in a public range
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork Unicast6 = IPNetwork.Parse("2000::/3");

    // Within the unicast addresses.
    private static readonly IPNetwork[] Special6 =
    [
        .. new[]
        {
            "2001::/23", // IETF protocols, Teredo
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20", // documentation
        }.Select(text => IPNetwork.Parse(text)),
    ];

    // Networks without IPv4 reach it by these addresses, whose last four bytes are the IPv4 address.
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private readonly IReadOnlyList<IPNetwork> _allowed = options.ParseNetworks();

    /// <summary>Whether a webhook may lead to an address.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = Plain(address);
        if (_allowed.Any(network => network.Contains(plain)))
            return true;
        if (plain.AddressFamily == AddressFamily.InterNetwork)
            return !Special4.Any(network => network.Contains(plain));
        return plain.ScopeId == 0 && Unicast6.Contains(plain) && !Special6.Any(network => network.Contains(plain));
    }

    // The IPv4 address that an IPv6 address stands for.
    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address)
            ? new IPAddress(address.GetAddressBytes()[12..])
            : address;
    }
}
