using System.Net;

namespace Cutis.Platform.Webhooks;

/// <summary>Finds the addresses of hosts.</summary>
internal interface IHostAddresses
{
    Task<IPAddress[]> FindAsync(string host, CancellationToken stop);
}

/// <inheritdoc/>
internal sealed class HostAddresses : IHostAddresses
{
    public Task<IPAddress[]> FindAsync(string host, CancellationToken stop) => Dns.GetHostAddressesAsync(host, stop);
}
