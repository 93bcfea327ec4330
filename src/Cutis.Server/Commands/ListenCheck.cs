using System.Net;
using System.Net.Sockets;
using Cutis.Platform.Configuration;

namespace Cutis.Server.Commands;

/// <summary>Checks first of all whether the server can listen on its URLs: a first start takes seconds and creates a data folder.</summary>
internal static class ListenCheck
{
    /// <exception cref="StartException">One of the URLs is in use, not local, or not permitted.</exception>
    public static void Try(string urls)
    {
        foreach (var url in urls.Split(';'))
        {
            var binding = BindingAddress.Parse(url);
            // Port 0 means any free port.
            if (binding.IsUnixPipe || binding.Port == 0)
                continue;
            try
            {
                var address = AddressOf(binding.Host);
                using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(address, binding.Port));
            }
            catch (SocketException e)
            {
                var advice = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "Stop the program that listens there, or name" : "Name";
                throw new StartException(
                    $"The server cannot listen on {url}: {char.ToLowerInvariant(e.Message[0])}{e.Message[1..]}. "
                        + $"{advice} another URL in CUTIS_URLS.",
                    e
                );
            }
        }
    }

    private static IPAddress AddressOf(string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return address;
        // Any other host name means all addresses of the machine.
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : IPAddress.Any;
    }
}
