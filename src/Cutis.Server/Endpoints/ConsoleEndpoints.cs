using System.Text;
using Cutis.Platform.Errors;
using Cutis.Platform.Urls;
using Cutis.Server.Http;
using Cutis.Server.Security;
using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Endpoints;

/// <summary>
/// The console: its page at <c>/</c> and at every path under <c>/console</c>, its files under <c>/assets</c>, and the components that pages
/// of others embed under <c>/components</c>. Nothing of it needs a token; whatever it shows it asks the API for.
/// </summary>
internal static class ConsoleEndpoints
{
    private const string Hour = "public, max-age=3600";
    private const string NeverChanges = "public, max-age=31536000, immutable";
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    private static readonly byte[] Missing = Encoding.UTF8.GetBytes(
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Cutis</title>
        <h1>Cutis runs</h1>
        <p>This server was built without its console. To have it, install Node and start the server with <code>./run</code>, or build it
        by hand:</p>
        <pre>cd console
        npm ci
        npm run build
        cd ..
        ./run</pre>
        <p>The API is there all the same: see <a href="/docs">its page</a> or <a href="/openapi/v1.json">its description</a>.</p>
        </html>
        """
    );

    public static void MapConsole(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapMethods("/", Reads, GetRoot);
        pages.MapMethods("/console/{**path}", Reads, GetPage);
        // What the QR code of a hand-over leads a phone to.
        pages.MapMethods("/capture/{secret}", Reads, GetPage);
        pages.MapMethods(
            "/assets/{**path}",
            Reads,
            (HttpContext http, ConsoleFiles files, string? path) => Send(http, files, $"assets/{path}", NeverChanges)
        );
        pages.MapMethods("/components/{file}", Reads, GetComponent);
        // Icons and the like, which browsers look for at the root.
        pages.MapMethods(
            "/{name}.{extension}",
            Reads,
            (HttpContext http, ConsoleFiles files, string name, string extension) =>
                extension == "html" ? Problem.From(ServiceError.NotFound("File")) : Send(http, files, $"{name}.{extension}", Hour)
        );
    }

    // Programs were led to the page of the API before there was a console, and are so still.
    private static IResult GetRoot(HttpContext http, ConsoleFiles files, FilesOptions options)
    {
        http.Response.Headers.Vary = HeaderNames.Accept;
        return http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
            ? GetPage(http, files, options)
            : (IResult)TypedResults.Redirect(http.Request.PathBase + "/docs");
    }

    private static ConsoleAnswer GetPage(HttpContext http, ConsoleFiles files, FilesOptions options)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ConsolePolicy.Create(options);
        headers["Permissions-Policy"] = ConsolePolicy.Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-cache";
        var page = files.Find(ConsoleFiles.Index)?.Content ?? Missing;
        return new ConsoleAnswer(new ConsoleFile(AtRoot(page, http.Request.PathBase), "text/html; charset=utf-8", true));
    }

    // The two scripts are for pages of any origin; what they may read there is another matter.
    private static IResult GetComponent(HttpContext http, ConsoleFiles files, string file)
    {
        if (!file.EndsWith(".js", StringComparison.Ordinal))
            return Problem.From(ServiceError.NotFound("File"));
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return Send(http, files, $"components/{file}", "public, max-age=300");
    }

    private static IResult Send(HttpContext http, ConsoleFiles files, string path, string caching)
    {
        if (files.Find(path) is not { } file)
            return Problem.From(ServiceError.NotFound("File"));
        http.Response.Headers.CacheControl = caching;
        return new ConsoleAnswer(file);
    }

    // Behind a proxy that serves Cutis under a path, links begin with that path.
    private static byte[] AtRoot(ReadOnlyMemory<byte> page, PathString root) =>
        root.HasValue
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(page.Span).Replace("=\"/", $"=\"{root}/", StringComparison.Ordinal))
            : page.ToArray();
}
