using Cutis.Platform.Configuration;
using Cutis.Platform.Installations;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Endpoints;

/// <summary>
/// Whether the server can do its work. Looking costs a write to the database and one to the disk, and anyone may ask: so it is done
/// once in <see cref="Freshness"/> however often it is asked for.
/// </summary>
internal sealed class Readiness(
    IServiceScopeFactory scopes,
    WriteLock writes,
    DiskObjectStore store,
    SigningKeys keys,
    ServerSettings settings,
    TimeProvider clock
)
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
        var problems = new List<string>();
        if (await DatabaseProblemAsync() is { } database)
            problems.Add(database);
        if (StorageProblem() is { } storage && !problems.Contains(storage))
            problems.Add(storage);
        if (keys.Problem is not null)
            problems.Add("signing keys");
        return problems.Count == 0 ? null : string.Join(", ", problems);
    }

    // Reading works while another process holds the database; only writing tells.
    private async Task<string?> DatabaseProblemAsync()
    {
        try
        {
            if (!File.Exists(Path.Combine(settings.Data, DataFolder.DatabaseName)))
                return "database";
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
            await writes.RunAsync(() => db.Database.ExecuteSqlRawAsync("BEGIN IMMEDIATE; ROLLBACK"), CancellationToken.None);
            await db.Companies.AnyAsync();
            return null;
        }
        catch (Exception e) when (DatabaseFaults.Find(e) is not null)
        {
            return "database";
        }
    }

    private string? StorageProblem()
    {
        try
        {
            store.CheckWritable();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return DiskFaults.IsFull(e) ? "disk full" : "storage";
        }
    }
}
