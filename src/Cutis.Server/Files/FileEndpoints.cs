using Cutis.Server.Http;
using Cutis.Server.Objects;
using Cutis.Server.Rasterisation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Files;

/// <summary>GET and HEAD of signed addresses.</summary>
internal static class FileEndpoints
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void MapFiles(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/files/companies/{company:guid}/images/{image:guid}/masked/{name}", Methods, GetMaskedAsync);
        app.MapMethods("/files/companies/{company:guid}/images/{image:guid}/photos/{name}", Methods, GetPhotoAsync);
    }

    private static async Task<IResult> GetMaskedAsync(
        HttpContext http, Guid company, Guid image, string name, UrlSigner signer, Renderer renderer, TimeProvider clock)
    {
        if (signer.Verify(http.Request) is not { } expires || FilePaths.RecipeOf(name) is not { } recipe) return Refused;
        Describe(http, expires - clock.GetUtcNow());
        var tag = new EntityTagHeaderValue($"\"{recipe.Key}\"");
        // The tag is known before the picture is: a client that has it costs nothing.
        if (IsKnown(http.Request, tag)) return NotModified(http, tag);
        var feed = new PictureFeed();
        var making = renderer.GetAsync(company, image, recipe, feed, http.RequestAborted);
        // A part of a picture, or its length alone, is told when it is whole.
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Range.Count == 0)
        {
            await Task.WhenAny(making, feed.Begun);
            if (feed.Begun.IsCompleted) return new PictureParts(feed, making, tag);
        }

        var picture = await making;
        if (picture.Problem is { } problem)
        {
            http.Response.Headers.CacheControl = "no-store";
            return problem;
        }

        PictureParts.Protect(http, picture.MediaType);
        return TypedResults.Bytes(picture.Bytes!, picture.MediaType, enableRangeProcessing: true, entityTag: tag);
    }

    private static async Task<IResult> GetPhotoAsync(
        HttpContext http, Guid company, Guid image, string name, UrlSigner signer, DiskObjectStore store, TimeProvider clock)
    {
        var digest = Path.GetFileNameWithoutExtension(name);
        if (signer.Verify(http.Request) is not { } expires || !ObjectKey.IsDigest(digest)) return Refused;
        Describe(http, expires - clock.GetUtcNow());
        var tag = new EntityTagHeaderValue($"\"{digest}\"");
        if (IsKnown(http.Request, tag)) return NotModified(http, tag);
        var bytes = await store.ReadAsync(ObjectKey.Photo(company, image, digest), http.RequestAborted);
        if (bytes is null) return Problem.Gone;
        return TypedResults.Bytes(bytes, FilePaths.MediaType(name), enableRangeProcessing: true, entityTag: tag);
    }

    // The same for altered, swapped and expired addresses: nothing is learned from the difference.
    private static Problem Refused { get; } = new(403, "The address is not valid or has expired");

    private static void Describe(HttpContext http, TimeSpan rest)
    {
        http.Response.Headers.CacheControl = $"private, immutable, max-age={Math.Max(0, (long)rest.TotalSeconds)}";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        // Pages of other origins may show the picture; that is what signed addresses are for.
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        http.Response.Headers.AccessControlAllowOrigin = "*";
    }

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any));

    private static StatusCodeHttpResult NotModified(HttpContext http, EntityTagHeaderValue tag)
    {
        http.Response.Headers.ETag = tag.ToString();
        return TypedResults.StatusCode(304);
    }
}
