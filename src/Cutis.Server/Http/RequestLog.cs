using System.Diagnostics;
using System.Text.RegularExpressions;
using Cutis.Platform.Accounts;
using Cutis.Platform.Storage;

namespace Cutis.Server.Http;

/// <summary>The image that a request is about, where the path does not say it.</summary>
internal sealed record SubjectImage(Guid Id);

/// <summary>
/// Gives every request an id, one line in the log, and an answer when an exception ends it. The line holds the route's pattern, never
/// the URL: URLs of files are signed and would let a reader of the log in. It says who did it (the id of the token or the
/// session) and to whose data (company and image), so that the log is an audit.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, IHostApplicationLifetime life, ILogger<RequestLog> log)
{
    public const string Header = "X-Request-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        context.TraceIdentifier = Acceptable().IsMatch(given) ? given : Guid.CreateVersion7().ToString("N");
        context.Response.OnStarting(ResponseHeaders.Add, context);
        using var scope = log.BeginScope(new Dictionary<string, object> { ["RequestId"] = context.TraceIdentifier });
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            await AnswerAsync(context, e);
        }

        var took = Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
        var company = context.RequestServices.GetRequiredService<CurrentCompany>().Id ?? context.Request.RouteValues["company"];
        var image = context.Features.Get<SubjectImage>()?.Id ?? context.Request.RouteValues["image"];
        if (context.User.FindCaller() is { } caller)
            DoneBy(log, context.Request.Method, route, context.Response.StatusCode, took, Name(caller), company, image);
        else if (company is not null)
            DoneTo(log, context.Request.Method, route, context.Response.StatusCode, took, company, image);
        else
            Done(log, context.Request.Method, route, context.Response.StatusCode, took);
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var failure = Failure.Classify(
            exception,
            context.RequestAborted.IsCancellationRequested,
            life.ApplicationStopping.IsCancellationRequested
        );
        var kind = exception.GetType().Name;
        if (failure.Level != LogLevel.None)
            Failed(log, failure.Level, kind, exception.Message, failure.HasTrace ? exception : null);
        if (failure.ClientIsGone && !context.Response.HasStarted)
            context.Response.StatusCode = Failure.ClientClosedRequest;
        if (failure.ClientIsGone || context.Response.HasStarted)
        {
            // Nobody takes half an answer for a whole one, and what a client that has left was sending is not waited for.
            context.Abort();
            return;
        }

        context.Response.Clear();
        await failure.Answer.ExecuteAsync(context);
    }

    private static object Name(Caller caller) => caller.TokenId is { } token ? token : $"of session {caller.SessionId}";

    [GeneratedRegex(@"\A[A-Za-z0-9_.\-]{1,64}\z")]
    private static partial Regex Acceptable();

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} {Milliseconds} ms")]
    private static partial void Done(ILogger log, string method, string route, int status, double milliseconds);

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} {Milliseconds} ms, company {Company}, image {Image}")]
    private static partial void DoneTo(
        ILogger log,
        string method,
        string route,
        int status,
        double milliseconds,
        object? company,
        object? image
    );

    [LoggerMessage(LogLevel.Information, "{Method} {Route} {Status} {Milliseconds} ms, token {Token}, company {Company}, image {Image}")]
    private static partial void DoneBy(
        ILogger log,
        string method,
        string route,
        int status,
        double milliseconds,
        object token,
        object? company,
        object? image
    );

    [LoggerMessage("A request failed: {Kind}: {Reason}")]
    private static partial void Failed(ILogger log, LogLevel level, string kind, string reason, Exception? exception);
}
