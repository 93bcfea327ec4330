using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Http;

/// <summary>Writes a part of a file to a client, at the client's pace and with a small buffer.</summary>
/// <param name="target">The body of the response.</param>
/// <param name="part">What to write.</param>
/// <param name="stop">Tells that the client has left.</param>
internal delegate Task WritePart(Stream target, ByteRange part, CancellationToken stop);

/// <summary>A file, or the part of it that was asked for: 200, 206 or 416.</summary>
/// <param name="length">Bytes of the whole.</param>
/// <param name="mediaType">Its type.</param>
/// <param name="tag">Its ETag.</param>
/// <param name="write">Writes a part of it.</param>
/// <param name="content">Closed when it was sent.</param>
internal sealed class FileAnswer(long length, string mediaType, EntityTagHeaderValue tag, WritePart write, IDisposable? content = null)
    : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (content)
            await SendAsync(httpContext);
    }

    private async Task SendAsync(HttpContext http)
    {
        var response = http.Response;
        response.Headers.AcceptRanges = "bytes";
        var part = new ByteRange(0, length);
        if (Preconditions.Range(http.Request, tag) is { } header)
        {
            if (!ByteRange.TryRead(header, length, out var asked))
            {
                response.Headers.ContentRange = $"bytes */{length}";
                response.Headers.CacheControl = "no-store";
                response.Headers.ContentDisposition = default;
                await new Problem(416, $"The range is not satisfiable: the file has {length} bytes").ExecuteAsync(http);
                return;
            }

            if (asked is { } some)
            {
                part = some;
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = $"bytes {part.From}-{part.From + part.Length - 1}/{length}";
            }
        }

        response.ContentType = mediaType;
        response.Headers.ETag = tag.ToString();
        response.ContentLength = part.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await write(response.Body, part, http.RequestAborted);
    }
}
