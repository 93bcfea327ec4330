using Cutis.Server.Database;
using Cutis.Server.Files;
using Cutis.Server.Objects;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Http;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work; not so while it stops.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("ok"));
        app.MapGet("/health/ready", async (CutisDb db, DiskObjectStore store, SigningKeys keys, IHostApplicationLifetime life, CancellationToken stop) =>
        {
            if (life.ApplicationStopping.IsCancellationRequested) return new Problem(503, "stopping");
            if (keys.Problem is not null) return new Problem(503, "signing keys");
            try
            {
                await db.Companies.AnyAsync(stop);
                store.CheckWritable();
                return (IResult)TypedResults.Text("ok");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
            {
                return new Problem(503, e is Microsoft.Data.Sqlite.SqliteException ? "database" : "storage");
            }
        });
    }
}
