using System.Runtime.ExceptionServices;
using Cutis.Platform.Photos;
using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Endpoints;

/// <summary>
/// Sends a picture while it is drawn. If the drawing fails on the way, the connection is cut: nobody takes half a picture for a whole one.
/// </summary>
/// <param name="sending">The picture, on its way to this client.</param>
/// <param name="mediaType">Its type.</param>
/// <param name="tag">Its ETag.</param>
/// <param name="failure">What went wrong with the drawing, once it has ended.</param>
internal sealed class PictureParts(PictureSending sending, string mediaType, EntityTagHeaderValue tag, Task<Exception?> failure) : IResult
{
    /// <summary>Headers that keep a picture from doing more than being shown.</summary>
    public static void Protect(HttpContext http, string mediaType)
    {
        // Opened as a page of its own, an SVG may show its shapes and its photo and nothing else.
        if (mediaType == "image/svg+xml")
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        using (sending)
        {
            Protect(httpContext, mediaType);
            response.ContentType = mediaType;
            response.Headers.ETag = tag.ToString();
            response.Headers.AcceptRanges = "bytes";
            await sending.WriteAsync(response.Body, 0, null, httpContext.RequestAborted);
        }

        // For the log.
        if (await failure is { } exception)
            ExceptionDispatchInfo.Throw(exception);
    }
}
