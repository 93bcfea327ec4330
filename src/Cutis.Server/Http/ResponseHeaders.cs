namespace Cutis.Server.Http;

/// <summary>Headers that every answer has: its id, no store unless a route says otherwise, no guessing of types, no referrer.</summary>
internal static class ResponseHeaders
{
    /// <summary>Adds them just before an answer leaves, so that no way to an answer goes without.</summary>
    /// <param name="state">The <see cref="HttpContext"/>.</param>
    public static Task Add(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers[RequestLog.Header] = http.TraceIdentifier;
        // Answers hold data of people, and URLs that let one in.
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        if (headers["Referrer-Policy"].Count == 0)
            headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
