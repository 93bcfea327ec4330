using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Cutis.Server.Http.Requests;
using Microsoft.AspNetCore.Connections;

namespace Cutis.Server.Http;

/// <summary>What a request is answered when an exception ends it, and how loudly that is logged.</summary>
/// <param name="Answer">For the client, in the dialect of the path.</param>
/// <param name="Level">Of the line in the log; none for what clients do wrong.</param>
/// <param name="HasTrace">Whether the stack trace is logged: for bugs, not for full disks.</param>
internal sealed record Failure(IResult Answer, LogLevel Level, bool HasTrace = false)
{
    /// <summary>What nginx writes for it; the client never reads it.</summary>
    public const int ClientClosedRequest = 499;

    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryLater = TimeSpan.FromSeconds(10);

    /// <summary>Whether nobody is there to be answered.</summary>
    public bool ClientIsGone => ReferenceEquals(this, ClientGone);

    /// <summary>The one table of exceptions.</summary>
    /// <param name="exception">What ended the request.</param>
    /// <param name="clientHasLeft">Whether the connection is gone.</param>
    /// <param name="serverStops">Whether the server is being stopped.</param>
    public static Failure Classify(Exception exception, bool clientHasLeft, bool serverStops) =>
        exception switch
        {
            OperationCanceledException or IOException when clientHasLeft => ClientGone,
            ConnectionResetException or ConnectionAbortedException => ClientGone,
            OperationCanceledException { InnerException: ConnectionResetException } => ClientGone,
            BadTextException bad => new Failure(BadText(bad), LogLevel.None),
            BadHttpRequestException bad => new Failure(Malformed(bad.StatusCode), LogLevel.None),
            // A size of a chunk that no number holds comes as this.
            IOException { InnerException: OverflowException } => new Failure(Malformed(400), LogLevel.None),
            _ when DatabaseFaults.Find(exception) is { } fault => Database(fault),
            IOException or UnauthorizedAccessException when DiskFaults.IsFull(exception) => DiskFull,
            IOException or UnauthorizedAccessException => Unavailable("The storage cannot be used at present", "storage_unavailable"),
            OutOfMemoryException => new Failure(
                new Problem(503, "The server has too little memory for this at present", RetryAfter: RetryLater, Code: "out_of_memory"),
                LogLevel.Critical
            ),
            OperationCanceledException when serverStops => new Failure(
                new Problem(503, "The server is stopping", RetryAfter: RetryLater, Code: "stopping"),
                LogLevel.Information
            ),
            TimeoutException or OperationCanceledException => new Failure(
                new Problem(503, "The request took too long", RetryAfter: RetryLater, Code: "timeout"),
                LogLevel.Warning
            ),
            _ => new Failure(new Problem(500, "Internal Server Error", Code: "internal"), LogLevel.Error, HasTrace: true),
        };

    private static Failure ClientGone { get; } = new(new Silence(ClientClosedRequest), LogLevel.None);

    private static Failure DiskFull { get; } =
        new(new Problem(507, "The disk of the server is full; erasing images frees space", Code: "disk_full"), LogLevel.Error);

    private static Failure Database(DatabaseFault fault) =>
        fault switch
        {
            DatabaseFault.Busy => new Failure(
                new Problem(503, "The database is busy; try again shortly", RetryAfter: RetrySoon, Code: "database_busy"),
                LogLevel.Warning
            ),
            DatabaseFault.Full => DiskFull,
            DatabaseFault.Conflict => new Failure(
                new Problem(409, "Another request has changed the same thing at the same time", Code: "conflict"),
                LogLevel.Information
            ),
            _ => Unavailable("The database cannot be used at present", "database_unavailable"),
        };

    private static Failure Unavailable(string text, string code) =>
        new(new Problem(503, text, RetryAfter: RetryLater, Code: code), LogLevel.Error);

    private static MistakesProblem BadText(BadTextException bad)
    {
        var mistakes = new ValidationErrors();
        mistakes.Add(["body", .. bad.Location], new Mistake(bad.Message, bad.Type, bad.Message));
        return new MistakesProblem(mistakes);
    }

    private static Problem Malformed(int status) =>
        new(
            status,
            status switch
            {
                413 => "The body is too large",
                408 => "The body came too slowly",
                _ => "The request is malformed",
            }
        );

    /// <summary>A status without a body.</summary>
    private sealed record Silence(int Status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = Status;
            return Task.CompletedTask;
        }
    }
}
