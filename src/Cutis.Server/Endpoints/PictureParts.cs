using System.Runtime.ExceptionServices;
using Cutis.Platform.Photos;
using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Endpoints;

/// <summary>
/// Sends a picture while it is drawn. If drawing fails, the connection is aborted, so that no client takes half a picture for a whole one.
/// </summary>
/// <param name="sending">The picture, on its way to this client.</param>
/// <param name="mediaType">Its type.</param>
/// <param name="tag">Its ETag.</param>
/// <param name="failure">The error of the drawing, once it has ended.</param>
internal sealed class PictureParts(PictureSending sending, string mediaType, EntityTagHeaderValue tag, Task<Exception?> failure) : IResult
{
    /// <summary>Headers that restrict a picture to being displayed.</summary>
    public static void Protect(HttpContext http, string mediaType)
    {
        // An SVG that is opened as a page may display its shapes and its photo, and load nothing else.
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
