using System.Collections.Immutable;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Analysis;

/// <summary>Wakes the workers of this process when a job comes; other processes look every second.</summary>
internal sealed class JobSignal : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0);

    public void Ring() => _rung.Release();

    /// <summary>Returns when it was rung, or after a second.</summary>
    public Task WaitAsync(CancellationToken stop) => _rung.WaitAsync(TimeSpan.FromSeconds(1), stop);

    public void Dispose() => _rung.Dispose();
}

/// <summary>
/// Jobs in the database. A worker takes one with a lease that it renews while it works; when the process dies, the lease ends and the
/// next worker begins the job anew. Companies take turns, and within one the oldest job goes first.
/// </summary>
internal sealed class JobQueue(CutisDb db, WriteLock writes, JobSignal bell, JobTurns turns, AnalysisSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Adds a job. An image has one that waits and one that runs at most: names that either of them has already are not computed twice,
    /// and others join the one that waits.
    /// </summary>
    public async Task<(AnalysisJob? Job, QueueFull? Full)> AddAsync(Image image, ImmutableArray<string> algorithms, CancellationToken stop)
    {
        (AnalysisJob? Job, QueueFull? Full) added = default;
        // In the turn of the write, so that equal requests at once make one job.
        await writes.RunAsync(
            async () =>
            {
                added = await AddWithinAsync(image, algorithms, stop);
                return 0;
            },
            stop
        );
        if (added.Job is not null)
            Announce();
        return added;
    }

    /// <summary>The same within a write that has its turn, and perhaps a transaction, already.</summary>
    public async Task<(AnalysisJob? Job, QueueFull? Full)> AddWithinAsync(
        Image image,
        ImmutableArray<string> algorithms,
        CancellationToken stop
    )
    {
        var open = await db
            .Jobs.AsNoTracking()
            .Where(j => j.ImageId == image.Id && (j.State == JobStates.Queued || j.State == JobStates.Running))
            .OrderBy(j => j.CreatedAt)
            .ToListAsync(stop);
        if (open.Find(j => algorithms.All(j.Algorithms.Contains)) is { } same)
            return (same, null);
        if (open.Find(j => j.State == JobStates.Queued) is { } waiting)
        {
            ImmutableArray<string> all = [.. waiting.Algorithms.Union(algorithms, StringComparer.Ordinal)];
            var joined = await db
                .Jobs.Where(j => j.Id == waiting.Id && j.State == JobStates.Queued)
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.Algorithms, all), stop);
            if (joined == 1)
                return (await db.Jobs.AsNoTracking().FirstAsync(j => j.Id == waiting.Id, stop), null);
            // Another process has begun it meanwhile.
        }

        if (await db.Jobs.CountAsync(j => j.State == JobStates.Queued, stop) >= settings.CompanyQueue)
            return (null, QueueFull.OfCompany);
        if (await db.Jobs.IgnoreQueryFilters().CountAsync(j => j.State == JobStates.Queued, stop) >= settings.Queue)
            return (null, QueueFull.OfServer);
        var now = clock.GetUtcNow();
        var job = new AnalysisJob
        {
            Id = Ids.New(),
            CompanyId = image.CompanyId,
            ImageId = image.Id,
            Algorithms = algorithms,
            State = JobStates.Queued,
            CreatedAt = now,
            AvailableAt = now,
        };
        db.Jobs.Add(job);
        await db.SaveChangesAsync(stop);
        return (job, null);
    }

    /// <summary>Wakes the workers once a job is committed that was added within a transaction.</summary>
    public void Announce() => bell.Ring();

    /// <summary>Takes the next job that waits, or that a worker has left; null when there is none.</summary>
    public async Task<AnalysisJob?> TakeAsync(string owner, CancellationToken stop)
    {
        while (true)
        {
            var now = clock.GetUtcNow();
            if (await NextAsync(now, stop) is not { } job)
                return null;
            var (until, attempts, state) = (now + settings.Lease, job.Attempts + 1, Next(job));
            var taken = await writes.RunAsync(
                () =>
                    db
                        .Jobs.IgnoreQueryFilters()
                        // As it was looked at: of two workers one is too late.
                        .Where(j => j.Id == job.Id && j.State == job.State && j.Attempts == job.Attempts && j.LeaseUntil == job.LeaseUntil)
                        .ExecuteUpdateAsync(
                            set =>
                                set.SetProperty(j => j.State, state)
                                    .SetProperty(j => j.Attempts, attempts)
                                    .SetProperty(j => j.LeaseUntil, until)
                                    .SetProperty(j => j.LeaseOwner, owner)
                                    .SetProperty(j => j.StartedAt, j => j.StartedAt ?? now)
                                    .SetProperty(j => j.Error, state == JobStates.Failed ? "The analysis was interrupted too often" : null)
                                    .SetProperty(j => j.FinishedAt, state == JobStates.Failed ? now : null),
                            stop
                        ),
                stop
            );
            if (taken == 0 || state == JobStates.Failed)
                continue;
            turns.Served(job.CompanyId);
            return await db.Jobs.IgnoreQueryFilters().AsNoTracking().FirstAsync(j => j.Id == job.Id, stop);
        }

        string Next(AnalysisJob job) => job.Attempts >= settings.Attempts ? JobStates.Failed : JobStates.Running;
    }

    // The oldest job of the company that has the fewest running and waited longest for a turn. Of an image one runs at a time.
    private async Task<AnalysisJob?> NextAsync(DateTimeOffset now, CancellationToken stop)
    {
        var jobs = db.Jobs.IgnoreQueryFilters().AsNoTracking();
        var running = jobs.Where(j => j.State == JobStates.Running && j.LeaseUntil >= now);
        var ready = jobs.Where(j =>
                (j.State == JobStates.Queued && j.AvailableAt <= now) || (j.State == JobStates.Running && j.LeaseUntil < now)
            )
            .Where(j => !running.Any(other => other.ImageId == j.ImageId));
        var companies = await ready.Select(j => j.CompanyId).Distinct().ToListAsync(stop);
        if (companies.Count == 0)
            return null;
        var busy =
            companies.Count == 1
                ? []
                : await running
                    .GroupBy(j => j.CompanyId)
                    .Select(g => new { g.Key, Count = g.Count() })
                    .ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        var next = companies.OrderBy(busy.GetValueOrDefault).ThenBy(turns.LastOf).First();
        return await ready.Where(j => j.CompanyId == next).OrderBy(j => j.CreatedAt).ThenBy(j => j.Id).FirstOrDefaultAsync(stop);
    }

    /// <summary>Renews the lease and notes the progress; false when the job is another worker's by now.</summary>
    public async Task<bool> RenewAsync(AnalysisJob job, string owner, ImmutableArray<string> steps, CancellationToken stop)
    {
        var until = clock.GetUtcNow() + settings.Lease;
        return await writes.RunAsync(
                () =>
                    OwnedBy(job, owner)
                        .ExecuteUpdateAsync(set => set.SetProperty(j => j.LeaseUntil, until).SetProperty(j => j.Steps, steps), stop),
                stop
            ) == 1;
    }

    /// <summary>Ends a job: done, or failed with a text for clients.</summary>
    public async Task EndAsync(AnalysisJob job, string owner, ImmutableArray<string> steps, string? error, CancellationToken stop)
    {
        var (now, state) = (clock.GetUtcNow(), error is null ? JobStates.Done : JobStates.Failed);
        await writes.RunAsync(
            () =>
                OwnedBy(job, owner)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(j => j.State, state)
                                .SetProperty(j => j.Error, error)
                                .SetProperty(j => j.FinishedAt, now)
                                .SetProperty(j => j.Steps, steps)
                                .SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null)
                                .SetProperty(j => j.LeaseOwner, (string?)null),
                        stop
                    ),
            stop
        );
    }

    /// <summary>Puts a job back for another attempt, later each time; after the last it has failed.</summary>
    public async Task RetryAsync(AnalysisJob job, string owner, CancellationToken stop)
    {
        if (job.Attempts >= settings.Attempts)
        {
            await EndAsync(job, owner, [], "The analysis failed; the server's log says why", stop);
            return;
        }

        var at = clock.GetUtcNow() + (Backoff * Math.Pow(2, job.Attempts - 1));
        await writes.RunAsync(
            () =>
                OwnedBy(job, owner)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(j => j.State, JobStates.Queued)
                                .SetProperty(j => j.AvailableAt, at)
                                .SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null)
                                .SetProperty(j => j.LeaseOwner, (string?)null),
                        stop
                    ),
            stop
        );
    }

    /// <summary>Gives a job back untouched: the server stops.</summary>
    public Task ReturnAsync(AnalysisJob job, string owner) =>
        writes.RunAsync(
            () =>
                OwnedBy(job, owner)
                    .ExecuteUpdateAsync(set =>
                        set.SetProperty(j => j.State, JobStates.Queued)
                            .SetProperty(j => j.Attempts, job.Attempts - 1)
                            .SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null)
                            .SetProperty(j => j.LeaseOwner, (string?)null)
                    ),
            CancellationToken.None
        );

    private IQueryable<AnalysisJob> OwnedBy(AnalysisJob job, string owner) =>
        db.Jobs.IgnoreQueryFilters().Where(j => j.Id == job.Id && j.LeaseOwner == owner && j.State == JobStates.Running);
}
