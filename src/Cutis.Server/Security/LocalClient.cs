using System.Net;

namespace Cutis.Server.Security;

/// <summary>Whether who asks sits at the machine of the server.</summary>
internal static class LocalClient
{
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <summary>
    /// True for a connection over the loopback to a loopback name: a page of elsewhere whose name was led here has another name, and a
    /// proxy on the same machine says that it is one, or passes its name on.
    /// </summary>
    public static bool Is(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && IsLoopbackName(http.Request.Host.Host)
        && !Forwarding.Any(header => http.Request.Headers.ContainsKey(header));

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
