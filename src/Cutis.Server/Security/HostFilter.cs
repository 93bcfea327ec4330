using Cutis.Platform.Configuration;
using Cutis.Platform.Errors;
using Cutis.Platform.Urls;
using Cutis.Server.Http;

namespace Cutis.Server.Security;

/// <summary>
/// Makes scheme, host and base path of a request those that its answer's URLs begin with: of the public URL where there is one, else of
/// the request, if its host is one of this server's. Whatever writes a URL after it can trust the request.
/// </summary>
internal sealed class HostFilter(RequestDelegate next, FilesOptions files, ServerSettings settings)
{
    // The base path comes from a proxy; a URL has room for this much of it.
    private const int MaxBasePath = 256;
    private readonly PublicUrl? _public = files.PublicUrl.Length > 0 ? PublicUrl.Parse(files.PublicUrl, out _) : null;
    private readonly AllowedHosts? _allowed =
        files.AllowedHosts.Length > 0 ? AllowedHosts.Parse(files.AllowedHosts)
        // Where the public URL is known, no URL takes the host of the request.
        : files.PublicUrl.Length > 0 ? null
        : AllowedHosts.FromListeningUrls(settings.Urls, Environment.MachineName);

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        // Probes of load balancers call a server by any address, and get no URL.
        var isProbe = request.Path.StartsWithSegments("/health");
        if (!isProbe && _allowed?.Allows(request.Host.Host ?? "", http.Connection.LocalIpAddress) == false)
            return Refused(request.Host.Value ?? "").ExecuteAsync(http);
        if (!isProbe && _public is null && !HasPossiblePort(request.Host))
            return new Problem(400, "The port of the request's host must be from 1 to 65535").ExecuteAsync(http);
        if (_public is not null)
            (request.Scheme, request.Host, request.PathBase) = (_public.Scheme, _public.Host, _public.Path);
        else if (request.PathBase.HasValue)
            request.PathBase = Clean(request.PathBase.Value!);
        return request.PathBase.Value?.Length > MaxBasePath && _public is null
            ? TooLong(request.PathBase.Value.Length).ExecuteAsync(http)
            : next(http);
    }

    // A URL with another one leads nowhere.
    private static bool HasPossiblePort(HostString host) =>
        host.Value is null || host.Value.Length == host.Host.Length || host.Port is >= 1 and <= ushort.MaxValue;

    private static Problem Refused(string host) =>
        new(
            400,
            host.Length == 0
                ? "The request names no host"
                : $"This server is not known as \"{ErrorText.Shorten(host)}\". "
                    + "Its operator can say so in CUTIS__FILES__PUBLICURL or CUTIS__FILES__ALLOWEDHOSTS"
        );

    private static Problem TooLong(int length) => new(400, $"The base path has {length} characters; at most {MaxBasePath} are allowed");

    // Two slashes at the beginning of a path would make its next part a host.
    private static PathString Clean(string path) =>
        path.Trim('/') is { Length: > 0 } trimmed ? new PathString("/" + trimmed) : PathString.Empty;
}
