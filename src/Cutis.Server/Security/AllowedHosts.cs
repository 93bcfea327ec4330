using System.Net;
using Microsoft.Extensions.Primitives;

namespace Cutis.Server.Security;

/// <summary>
/// The names and addresses that a server is known by. A request for another host is refused, because the host of a request becomes the
/// beginning of the URLs in its answer.
/// </summary>
internal sealed class AllowedHosts
{
    // The longest name of the domain name system.
    private const int MaxLength = 253;
    private readonly IList<StringSegment> _names;

    private AllowedHosts(IEnumerable<string> names, bool isAny, bool knowsOwnAddress) =>
        (_names, IsAny, KnowsOwnAddress) = ([.. names.Select(name => new StringSegment(name))], isAny, knowsOwnAddress);

    /// <summary>Whether every host is allowed.</summary>
    public bool IsAny { get; }

    /// <summary>Whether the address that a client has connected to is a host of its own.</summary>
    private bool KnowsOwnAddress { get; }

    /// <summary>The hosts of a list.</summary>
    /// <param name="list">
    /// Separated by commas or semicolons; <c>*.example.org</c> stands for every subdomain, <c>*</c> for everything.
    /// </param>
    public static AllowedHosts Parse(string list)
    {
        var names = Split(list);
        return new AllowedHosts(names, names.Contains("*"), knowsOwnAddress: false);
    }

    /// <summary>The hosts of a server of which nothing is said but where it listens: what it can know itself.</summary>
    /// <param name="listening">URLs separated by semicolons.</param>
    /// <param name="machine">The name of the machine in its network.</param>
    public static AllowedHosts FromListeningUrls(string listening, string machine)
    {
        var hosts = listening.Split(';').Select(url => BindingAddress.Parse(url).Host).Where(host => !IsLoopback(host)).ToArray();
        // A server that only its own machine reaches has no name in the network.
        return hosts.Length == 0
            ? new AllowedHosts([], isAny: false, knowsOwnAddress: false)
            : new AllowedHosts(
                [.. hosts.Where(host => !IsWildcard(host)), machine, $"{machine}.local"],
                isAny: false,
                knowsOwnAddress: true
            );
    }

    /// <summary>A sentence about an entry that is not a host; null when all are.</summary>
    public static string? Problem(string list) =>
        Split(list).FirstOrDefault(name => !IsName(name)) is { } wrong
            ? $"must be host names without ports, separated by commas, not \"{wrong}\""
            : null;

    /// <summary>Whether requests for this host are answered.</summary>
    /// <param name="host">Of the request, without the port.</param>
    /// <param name="own">The address that the client has connected to; null when it is not known.</param>
    public bool Allows(string host, IPAddress? own)
    {
        if (host.Length is 0 or > MaxLength)
            return false;
        // Nobody is led elsewhere by a URL of the machine itself.
        if (IsAny || IsLoopback(host))
            return true;
        if (KnowsOwnAddress && own is not null && AddressOf(host) is { } address && Plain(address).Equals(Plain(own)))
            return true;
        return HostString.MatchesAny(host, _names);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (AddressOf(host) is { } address && IPAddress.IsLoopback(address));

    private static IPAddress? AddressOf(string host) => IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    // What Kestrel takes for "every address of this machine".
    private static bool IsWildcard(string host) => host is "*" or "+" or "0.0.0.0" or "[::]";

    private static bool IsName(string name) =>
        name == "*" || Uri.CheckHostName(name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name) != UriHostNameType.Unknown;

    private static string[] Split(string list) =>
        list.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
