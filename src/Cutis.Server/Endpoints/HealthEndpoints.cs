using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Cutis.Server.Endpoints;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work; not so while it stops.</summary>
internal static class HealthEndpoints
{
    // A server whose database is locked for longer should not receive requests.
    private static readonly RequestTimeoutPolicy Patience = new()
    {
        Timeout = TimeSpan.FromSeconds(5),
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        WriteTimeoutResponse = http => new Problem(503, "no answer in 5 seconds").ExecuteAsync(http),
    };

    private static readonly ErrorResponse NotReady = new(
        "NotReady",
        503,
        "The database or the storage does not answer, or the server is stopping.",
        typeof(Detail)
    )
    {
        IsForProbes = true,
    };

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("ok"))
            .WithTags("Health")
            .Describe("health_live", "The process answers")
            .Succeeds(200, "ok", "text/plain");
        app.MapGet("/health/ready", ReadyAsync)
            .WithTags("Health")
            .WithRequestTimeout(Patience)
            .Describe("health_ready", "The server can do its work")
            .Succeeds(200, "ok", "text/plain")
            .Fails(NotReady);
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, IHostApplicationLifetime life, CancellationToken stop)
    {
        if (life.ApplicationStopping.IsCancellationRequested)
            return new Problem(503, "stopping");
        return await readiness.FindProblemAsync().WaitAsync(stop) is { } problem ? new Problem(503, problem) : TypedResults.Text("ok");
    }
}
