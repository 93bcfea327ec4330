using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cutis.Server.Endpoints;

/// <summary>
/// Whether the server can work. A check writes to the database and to the disk, and anyone may call it, so it runs
/// at most once in <see cref="Freshness"/>.
/// </summary>
internal sealed class Readiness(HealthCheckService checks, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private Task<string?>? _looking;
    private long _lookedAt;

    /// <summary>What is broken, such as <c>database, storage</c>; null when nothing is.</summary>
    public Task<string?> FindProblemAsync()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_looking is { IsCompleted: false } || (_looking is not null && clock.GetElapsedTime(_lookedAt, now) < Freshness))
                return _looking;
            _lookedAt = now;
            return _looking = Task.Run(CheckAsync);
        }
    }

    private async Task<string?> CheckAsync()
    {
        var report = await checks.CheckHealthAsync();
        // The text of an exception is not public: the answer names only its check.
        var problems = report
            .Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => entry.Value is { Exception: null, Description: { } text } ? text : entry.Key);
        return string.Join(", ", problems) is { Length: > 0 } problem ? problem : null;
    }
}
