using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Cutis.Server.Http;

/// <summary>
/// Gives every request an id and one line in the log. The line holds the route's pattern, never the address: addresses of files
/// are signed and would let a reader of the log in.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public const string Header = "X-Request-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        context.TraceIdentifier = Acceptable().IsMatch(given) ? given : Guid.CreateVersion7().ToString("N");
        context.Response.Headers[Header] = context.TraceIdentifier;
        using var scope = log.BeginScope(new Dictionary<string, object> { ["RequestId"] = context.TraceIdentifier });
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; nobody reads the answer. 499 is what proxies write for it.
            context.Response.StatusCode = 499;
        }
        catch (BadHttpRequestException e)
        {
            await Answer(context, new Problem(e.StatusCode, e.StatusCode == 413 ? "The body is too large" : "The request is malformed"));
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            Failed(log, e);
            await Answer(context, new Problem(500, "Internal Server Error"));
        }

        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Done(log, context.Request.Method, route, context.Response.StatusCode, Math.Round(took, 1));
    }

    private static async Task Answer(HttpContext context, Problem problem)
    {
        if (context.Response.HasStarted) return;
        var id = context.TraceIdentifier;
        context.Response.Clear();
        context.Response.Headers[Header] = id;
        await problem.ExecuteAsync(context);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.\-]{1,64}\z")]
    private static partial Regex Acceptable();

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} {Milliseconds} ms")]
    private static partial void Done(ILogger log, string method, string route, int status, double milliseconds);

    [LoggerMessage(LogLevel.Error, "A request failed")]
    private static partial void Failed(ILogger log, Exception e);
}
