using Microsoft.AspNetCore.Http.Features;

namespace Cutis.Server.Http;

/// <summary>
/// Refuses paths with segments of dots, encoded or not. The framework would resolve them: <c>DELETE …/images/{image}/results/%2e%2e/</c>,
/// where a client has put a name into a path, would erase the image.
/// </summary>
internal sealed class PlainPath(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        HasDots(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)
            ? new Problem(400, "A segment of a path must not be . or ..").ExecuteAsync(context)
            : next(context);

    private static bool HasDots(string target) =>
        target.Split('?', 2)[0].Split('/').Any(segment => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..");
}
