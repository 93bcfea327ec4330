using System;
using System.Text.RegularExpressions;
using Cutis.Platform.Storage;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>A route of a server, as its endpoint says it: tests of all routes have a new one in them without naming it.</summary>
/// <param name="Method">GET, POST …</param>
/// <param name="Pattern">The path with its parameters.</param>
/// <param name="Policy">What the caller must be; null for a route that needs no token.</param>
/// <param name="Least">The least role that it asks for; null for none.</param>
internal sealed partial record Route(string Method, string Pattern, string? Policy, Role? Least)
{
    public string Name => $"{Method} {Pattern}";

    public bool HasCompany => Pattern.Contains("{company}", StringComparison.Ordinal);

    /// <summary>Whether a request names an image: in its path, or in its body where the company is in the query.</summary>
    public bool NamesImage => Pattern.Contains("{image}", StringComparison.Ordinal) || !HasCompany;

    /// <summary>All routes of a server, in a fixed order.</summary>
    public static IReadOnlyList<Route> All(IServiceProvider services) =>
        [
            .. (
                from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                let data = endpoint.Metadata
                let policy = data.GetMetadata<IAllowAnonymous>() is null ? data.GetMetadata<IAuthorizeData>()?.Policy : null
                from method in data.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                select new Route(method, endpoint.RoutePattern.RawText!, policy, data.GetMetadata<LeastRole>()?.Role)
            ).OrderBy(r => r.Name, StringComparer.Ordinal),
        ];

    /// <summary>The path of a request; what is not known by name is an id of nothing.</summary>
    public string Path(string company, Guid image)
    {
        var named = Pattern.Replace("{company}", company).Replace("{image}", image.ToString()).Replace("{algorithm}", "pores");
        var path = Parameter().Replace(named, match => match.Groups[1].Value == ":int" ? "2147483647" : Guid.NewGuid().ToString());
        return HasCompany || Policy != "company" ? path : $"{path}?company_id={company}";
    }

    public StringContent Body(Guid image) =>
        HasCompany ? TestServer.Json("""{"algorithm_tech_name":"pores"}""") : TestServer.Json($$"""{"image_id":"{{image}}","masks":[]}""");

    [GeneratedRegex(@"\{[a-z_]+(:[a-z]+)?\}")]
    private static partial Regex Parameter();
}
