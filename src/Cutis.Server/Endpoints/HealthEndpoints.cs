using Cutis.Server.Http;

namespace Cutis.Server.Endpoints;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work; not so while it stops.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("ok"));
        app.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, IHostApplicationLifetime life, CancellationToken stop)
    {
        if (life.ApplicationStopping.IsCancellationRequested)
            return new Problem(503, "stopping");
        return await readiness.FindProblemAsync().WaitAsync(stop) is { } problem ? new Problem(503, problem) : TypedResults.Text("ok");
    }
}
