using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Http;

/// <summary>A file of the console, in the coding that the client reads: 200, 304, or 412.</summary>
/// <param name="file">The file.</param>
internal sealed class ConsoleAnswer(ConsoleFile file) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var (bytes, coding) = file.Encode(Takes(request, "br"), Takes(request, "gzip"));
        // Each coding is a representation of its own (RFC 9110, 8.8.3.3).
        var tag = new EntityTagHeaderValue($"\"{file.Tag}{(coding is null ? "" : "-" + coding)}\"");
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        response.Headers.ETag = tag.ToString();
        if (Preconditions.Status(request, tag) is { } status)
        {
            response.StatusCode = status;
            return Task.CompletedTask;
        }

        response.ContentType = file.MediaType;
        response.ContentLength = bytes.Length;
        if (coding is not null)
            response.Headers.ContentEncoding = coding;
        return HttpMethods.IsHead(request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }

    private static bool Takes(HttpRequest request, string coding) =>
        request
            .GetTypedHeaders()
            .AcceptEncoding.Any(asked => asked.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && asked.Quality != 0);
}
