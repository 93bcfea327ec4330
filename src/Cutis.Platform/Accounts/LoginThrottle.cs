using System.Net;
using System.Net.Sockets;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Accounts;

/// <summary>
/// Bounds how often passwords may be wrong: for a user name, known or not, and for a client address. An attempt counts from its beginning,
/// so that many at once do not get through, and is given back when the password was right. The counts are of this process; a restart
/// forgets them.
/// </summary>
internal sealed class LoginThrottle(AccountOptions options, TimeProvider clock)
{
    private const int MaxEntries = 100_000;

    // An IPv6 client has a network of its own.
    private const int ClientNetworkBytes = 8;
    private static readonly TimeSpan PerUser = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();

    // The time at which a key has all its attempts back: the generic cell rate algorithm (ITU-T I.371), which needs no more.
    private readonly RecentMap<string, DateTimeOffset> _full = new(MaxEntries);

    /// <summary>Begins an attempt.</summary>
    /// <param name="userName">As it came; null for a sign-in without one.</param>
    /// <param name="address">Of the client; null when it is not known.</param>
    /// <returns>Null when the password may be checked; otherwise how long to wait. Then the attempt does not count.</returns>
    public TimeSpan? Begin(string? userName, IPAddress? address)
    {
        lock (_lock)
        {
            var wait = Keys(userName, address).Select(k => Wait(k.Key, k.Step, k.Burst)).Max();
            if (wait > TimeSpan.Zero)
                return wait;
            foreach (var (key, step, _) in Keys(userName, address))
                Move(key, step);
            return null;
        }
    }

    /// <summary>The password was right: the attempt does not count.</summary>
    public void GiveBack(string? userName, IPAddress? address)
    {
        lock (_lock)
            foreach (var (key, step, _) in Keys(userName, address))
                Move(key, -step);
    }

    private static string Client(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Convert.ToHexStringLower(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..ClientNetworkBytes] : bytes);
    }

    private IEnumerable<(string Key, TimeSpan Step, int Burst)> Keys(string? userName, IPAddress? address)
    {
        // Names have any length; what is kept of them has not.
        if (userName is not null)
            yield return ($"u{Convert.ToHexStringLower(Secret.Hash(EmailAddress.Normalise(userName)))}", PerUser, options.FailuresPerUser);
        if (address is not null)
            yield return ($"a{Client(address)}", PerAddress, options.FailuresPerAddress);
    }

    private TimeSpan Wait(string key, TimeSpan step, int burst) => Full(key) - ((burst - 1) * step) - clock.GetUtcNow();

    private void Move(string key, TimeSpan by) => _full.Set(key, Full(key) + by);

    private DateTimeOffset Full(string key)
    {
        var (known, now) = (_full.Find(key), clock.GetUtcNow());
        return known > now ? known : now;
    }
}
