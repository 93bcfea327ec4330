using System.Text;
using System.Text.Json.Nodes;
using Cutis.Platform.Configuration;
using Cutis.Platform.Errors;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Microsoft.OpenApi;

namespace Cutis.Server.Endpoints;

/// <summary>
/// The description of the API at <c>/openapi/v1.json</c> and, for generators that do not support 3.1, <c>/openapi/v1-3.0.json</c>; and a
/// page to read and try it at <c>/docs</c>. Nothing is loaded from elsewhere.
/// </summary>
internal static class DocsEndpoints
{
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; frame-ancestors 'none'";

    private static readonly Embedded Files = new(typeof(DocsEndpoints).Assembly);

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["docs.js"] = "text/javascript",
        ["docs.css"] = "text/css",
        ["swagger-ui.css"] = "text/css",
        ["swagger-ui-bundle.js"] = "text/javascript",
    };

    public static void MapDocs(this IEndpointRouteBuilder app)
    {
        app.MapGet("/openapi/v1.json", (HttpContext http, ApiDocument api) => DescribeAsync(http, api, OpenApiSpecVersion.OpenApi3_1))
            .ExcludeFromDescription();
        app.MapGet("/openapi/v1-3.0.json", (HttpContext http, ApiDocument api) => DescribeAsync(http, api, OpenApiSpecVersion.OpenApi3_0))
            .ExcludeFromDescription();
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet(
            "/docs",
            (HttpContext http) =>
            {
                http.Response.Headers.ContentSecurityPolicy = Policy;
                return Files.Read("docs/swagger-ui-bundle.js") is null
                    ? TypedResults.Text("The API page needs Node when Cutis is built. The description of the API is at /openapi/v1.json.")
                    : (IResult)TypedResults.Content(Page(http.Request.PathBase), "text/html; charset=utf-8");
            }
        );
        pages.MapGet(
            "/docs/{file}",
            (string file, HttpContext http) =>
            {
                if (!Types.TryGetValue(file, out var type) || Files.Read("docs/" + file) is not { } bytes)
                    return Problem.From(ServiceError.NotFound("File"));
                http.Response.Headers.CacheControl = "max-age=3600";
                return (IResult)TypedResults.Bytes(bytes, type);
            }
        );
    }

    // Behind a proxy that serves Cutis under a path, links begin with that path.
    private static string Page(PathString root) =>
        Encoding.UTF8.GetString(Files.Read("docs/docs.html")!).Replace("=\"/", $"=\"{root}/", StringComparison.Ordinal);

    private static async Task<IResult> DescribeAsync(HttpContext http, ApiDocument api, OpenApiSpecVersion version)
    {
        var document = await api.WriteAsync(version, http.RequestAborted);
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Bytes(AtRoot(document, http.Request.PathBase), "application/json");
    }

    private static byte[] AtRoot(byte[] document, PathString root)
    {
        if (!root.HasValue)
            return document;
        var node = JsonNode.Parse(document)!;
        node["servers"] = new JsonArray(new JsonObject { ["url"] = root.ToString() });
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }
}
