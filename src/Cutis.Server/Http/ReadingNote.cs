using Cutis.Platform.Audit;

namespace Cutis.Server.Http;

/// <summary>Metadata of a route that gives out what was found on a person.</summary>
internal sealed record ReadsResults;

/// <summary>Notes in the audit log that results were read.</summary>
internal static class ReadingNote
{
    /// <summary>Says beside a route that it gives out results; that they were read is noted once an hour for each caller.</summary>
    public static RouteHandlerBuilder NotesReading(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(new ReadsResults())
            .AddEndpointFilter(
                async (context, next) =>
                {
                    var answer = await next(context);
                    if (IsSuccess(answer))
                        Note(context.HttpContext);
                    return answer;
                }
            );

    private static bool IsSuccess(object? answer)
    {
        var result = answer is INestedHttpResult nested ? nested.Result : answer;
        return result is not ErrorAnswer && (result is not IStatusCodeHttpResult status || status.StatusCode is null or (>= 200 and < 300));
    }

    private static void Note(HttpContext http)
    {
        Guid? Id(string part) =>
            http.Request.RouteValues.TryGetValue(part, out var id) && Guid.TryParse(id as string, out var found) ? found : null;
        http.RequestServices.GetRequiredService<AuditTrail>().AddOnce(AuditKinds.ResultsRead, Id("image"), Id("subject"), Id("batch"));
    }
}
