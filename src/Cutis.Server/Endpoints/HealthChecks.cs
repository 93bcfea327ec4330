using Cutis.Platform.Configuration;
using Cutis.Platform.Installations;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cutis.Server.Endpoints;

/// <summary>Checks what the server needs to work. <c>/health/ready</c> answers with the names of the checks that fail.</summary>
internal static class HealthChecks
{
    public static void AddReadiness(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<StorageCheck>("storage")
            .AddCheck<SigningKeysCheck>("signing keys");
        services.AddSingleton<Readiness>().AddRequestTimeouts();
    }

    private sealed class DatabaseCheck(CutisDb db, WriteLock writes, ServerSettings settings) : IHealthCheck
    {
        // Reading works while another process holds the database, so the check writes.
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                if (!File.Exists(Path.Combine(settings.Data, DataFolder.DatabaseName)))
                    return HealthCheckResult.Unhealthy();
                await writes.RunAsync(() => db.Database.ExecuteSqlRawAsync("BEGIN IMMEDIATE; ROLLBACK"), CancellationToken.None);
                await db.Companies.AnyAsync(CancellationToken.None);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (DatabaseFaults.Find(e) is not null)
            {
                return HealthCheckResult.Unhealthy();
            }
        }
    }

    private sealed class StorageCheck(IObjectStore store) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await store.CheckWritableAsync(CancellationToken.None);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return HealthCheckResult.Unhealthy(DiskFaults.IsFull(e) ? "disk full" : null);
            }
        }
    }

    private sealed class SigningKeysCheck(SigningKeys keys) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(keys.Problem is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
    }
}
