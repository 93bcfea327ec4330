using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cutis.Server.Endpoints;

/// <summary>
/// Whether the server can do its work. Looking costs a write to the database and one to the disk, and anyone may ask: so it is done
/// once in <see cref="Freshness"/> however often it is asked for.
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
        // The text of an exception is not for everyone: its check is then told by name.
        var problems = report
            .Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => entry.Value is { Exception: null, Description: { } text } ? text : entry.Key);
        return string.Join(", ", problems) is { Length: > 0 } problem ? problem : null;
    }
}
