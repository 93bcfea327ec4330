using Cutis.Platform.Urls;
using Microsoft.AspNetCore.HttpOverrides;

namespace Cutis.Server.Security;

/// <summary>What stands before the routes so that URLs in answers begin with the right scheme, host and path.</summary>
internal static class HostPipeline
{
    public static void UseKnownHosts(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<ProxyOptions>();
        if (proxies.KnownProxies.Length + proxies.KnownNetworks.Length > 0)
            app.UseForwardedHeaders(Forwarded(proxies));
        // A proxy may hand on the path with its prefix or without.
        var files = app.Services.GetRequiredService<FilesOptions>();
        if (files.PublicUrl.Length > 0 && PublicUrl.Parse(files.PublicUrl, out _) is { Path.HasValue: true } url)
            app.UsePathBase(url.Path);
        app.UseMiddleware<HostFilter>();
    }

    private static ForwardedHeadersOptions Forwarded(ProxyOptions proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };
        // Not even the loopback is trusted unasked: proxies hand on what their clients claim in headers that they do not know.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies.Proxies)
            options.KnownProxies.Add(proxy);
        foreach (var network in proxies.Networks)
            options.KnownIPNetworks.Add(network);
        return options;
    }
}
