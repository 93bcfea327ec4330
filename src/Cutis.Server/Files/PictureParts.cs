using Cutis.Server.Rasterisation;
using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Files;

/// <summary>Sends a picture while it is drawn. If the drawing fails on the way, the connection is cut: nobody takes half a picture for a whole one.</summary>
internal sealed class PictureParts(PictureFeed feed, Task<Picture> making, EntityTagHeaderValue tag) : IResult
{
    /// <summary>Headers that keep a picture from doing more than being shown.</summary>
    public static void Protect(HttpContext http, string mediaType)
    {
        // Opened as a page of its own, an SVG may show its shapes and its photo and nothing else.
        if (mediaType == "image/svg+xml")
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";
    }

    public async Task ExecuteAsync(HttpContext http)
    {
        var mediaType = await feed.Begun;
        Protect(http, mediaType);
        http.Response.ContentType = mediaType;
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.AcceptRanges = "bytes";
        await foreach (var part in feed.PartsAsync(http.RequestAborted)) await http.Response.Body.WriteAsync(part, http.RequestAborted);
        if ((await making).Problem is not null) http.Abort();
    }
}
