using Cutis.Platform.Results;

namespace Cutis.Server.Endpoints;

/// <summary>A stored result on its way to a client.</summary>
internal sealed class ResultDocumentAnswer(ResultDocument document) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (document)
        {
            if (document.Tag.Length > 0)
                ResultEdits.Tag(httpContext.Response, document.Tag);
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.ContentLength = document.Length;
            await document.WriteAsync(httpContext.Response.Body, httpContext.RequestAborted);
        }
    }
}
