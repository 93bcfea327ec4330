using System.Collections.Immutable;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Jobs;

/// <summary>
/// Jobs in the database. A worker takes one with a lease that it renews while it works; when the process dies, the lease ends and the
/// next worker begins the job anew. Companies take turns, and within one the oldest job goes first.
/// </summary>
internal sealed class JobQueue(
    CutisDb db,
    WriteLock writes,
    JobSignal signal,
    JobTurns turns,
    TimeProvider clock,
    IEnumerable<IJobEnded> followers
)
{
    /// <summary>
    /// Adds a job within a write that has its turn, and its transaction, already: the job is there when what it follows from is, and only
    /// then. Call <see cref="Announce"/> once that is committed.
    /// </summary>
    /// <returns>The job, or the one of the same kind and deduplication key that is there already.</returns>
    public async Task<Job> AddWithinAsync(NewJob added, CancellationToken stop)
    {
        var key = added.DeduplicationKey;
        if (key is not null)
        {
            var before = await db
                .Jobs.IgnoreQueryFilters()
                .AsNoTracking()
                .FirstOrDefaultAsync(j => j.Kind == added.Kind && j.DeduplicationKey == key, stop);
            if (before is not null)
                return before;
        }

        var now = clock.GetUtcNow();
        var job = new Job
        {
            Id = Ids.New(),
            Kind = added.Kind,
            CompanyId = added.CompanyId,
            Subject = added.Subject,
            DeduplicationKey = key,
            Payload = added.Payload,
            State = JobStates.Queued,
            CreatedAt = now,
            AvailableAt = now + added.Delay,
        };
        db.Jobs.Add(job);
        await db.SaveChangesAsync(stop);
        return job;
    }

    /// <summary>Wakes the workers once a job is committed that was added within a transaction.</summary>
    public void Announce(string kind) => signal.Ring(kind);

    /// <summary>The jobs of a kind and a subject of the current company that have not ended, oldest first.</summary>
    public Task<List<Job>> ListOpenAsync(string kind, string subject, CancellationToken stop) =>
        db
            .Jobs.AsNoTracking()
            .Where(j => j.Kind == kind && j.Subject == subject && (j.State == JobStates.Queued || j.State == JobStates.Running))
            .OrderBy(j => j.CreatedAt)
            .ToListAsync(stop);

    /// <summary>How many jobs of a kind wait, of the current company and of all.</summary>
    public async Task<(int Company, int All)> CountWaitingAsync(string kind, CancellationToken stop)
    {
        var waiting = db.Jobs.Where(j => j.Kind == kind && j.State == JobStates.Queued);
        return (await waiting.CountAsync(stop), await waiting.IgnoreQueryFilters().CountAsync(stop));
    }

    /// <summary>Changes what a job of the current company is to do, unless it was begun meanwhile.</summary>
    /// <returns>The job with its new payload; null when it was begun.</returns>
    public async Task<Job?> ChangeWaitingAsync(Guid id, string payload, CancellationToken stop)
    {
        var changed = await db
            .Jobs.Where(j => j.Id == id && j.State == JobStates.Queued)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.Payload, payload), stop);
        return changed == 1 ? await db.Jobs.AsNoTracking().FirstAsync(j => j.Id == id, stop) : null;
    }

    /// <summary>Takes the next job of a kind that waits, or that a worker has left; null when there is none.</summary>
    public async Task<Job?> TakeAsync(JobKind kind, string owner, CancellationToken stop)
    {
        while (true)
        {
            var now = clock.GetUtcNow();
            if (await NextAsync(kind.Name, now, stop) is not { } job)
                return null;
            var hasFailed = job.Attempts >= kind.MaxAttempts;
            var (until, attempts, state) = (now + kind.Lease, job.Attempts + 1, hasFailed ? JobStates.Failed : JobStates.Running);
            Task<int> ChangeAsync() =>
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
                                .SetProperty(j => j.Error, hasFailed ? kind.InterruptedText : null)
                                .SetProperty(j => j.FinishedAt, hasFailed ? now : null),
                        stop
                    );
            var taken = hasFailed ? await EndAsync(job, kind.InterruptedText, ChangeAsync, stop) : await writes.RunAsync(ChangeAsync, stop);
            if (taken == 0 || hasFailed)
                continue;
            turns.Served(kind.Name, job.CompanyId);
            return await db.Jobs.IgnoreQueryFilters().AsNoTracking().FirstAsync(j => j.Id == job.Id, stop);
        }
    }

    // The oldest job of the company that has the fewest running and waited longest for a turn. Of a subject one runs at a time.
    private async Task<Job?> NextAsync(string kind, DateTimeOffset now, CancellationToken stop)
    {
        var jobs = db.Jobs.IgnoreQueryFilters().AsNoTracking().Where(j => j.Kind == kind);
        var running = jobs.Where(j => j.State == JobStates.Running && j.LeaseUntil >= now);
        var ready = jobs.Where(j =>
                (j.State == JobStates.Queued && j.AvailableAt <= now) || (j.State == JobStates.Running && j.LeaseUntil < now)
            )
            .Where(j => j.Subject == null || !running.Any(other => other.Subject == j.Subject));
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
        var next = companies.OrderBy(busy.GetValueOrDefault).ThenBy(company => turns.LastOf(kind, company)).First();
        return await ready.Where(j => j.CompanyId == next).OrderBy(j => j.CreatedAt).ThenBy(j => j.Id).FirstOrDefaultAsync(stop);
    }

    /// <summary>Renews the lease and notes the progress; false when the job is another worker's by now.</summary>
    public async Task<bool> RenewAsync(Job job, JobKind kind, ImmutableArray<string> steps, CancellationToken stop)
    {
        var until = clock.GetUtcNow() + kind.Lease;
        return await writes.RunAsync(
                () => Held(job).ExecuteUpdateAsync(set => set.SetProperty(j => j.LeaseUntil, until).SetProperty(j => j.Steps, steps), stop),
                stop
            ) == 1;
    }

    /// <summary>Ends a job: done, or failed with a text for clients. What follows from it is written in the same transaction.</summary>
    public Task EndAsync(Job job, ImmutableArray<string> steps, string? error, CancellationToken stop)
    {
        var (now, state) = (clock.GetUtcNow(), error is null ? JobStates.Done : JobStates.Failed);
        return EndAsync(
            job,
            error,
            () =>
                Held(job)
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
    /// <param name="job">As it was taken.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="atLeast">How long the next attempt waits at least.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public Task RetryAsync(Job job, JobKind kind, TimeSpan atLeast, CancellationToken stop)
    {
        if (job.Attempts >= kind.MaxAttempts)
            return EndAsync(job, [], kind.FailedText, stop);
        var delay = kind.DelayAfter(job.Attempts);
        return PutBackAsync(job, job.Attempts, clock.GetUtcNow() + (delay > atLeast ? delay : atLeast), stop);
    }

    /// <summary>Gives a job back untouched: the server stops.</summary>
    public Task ReturnAsync(Job job) => PutBackAsync(job, job.Attempts - 1, job.AvailableAt, CancellationToken.None);

    private async Task<int> EndAsync(Job job, string? error, Func<Task<int>> change, CancellationToken stop)
    {
        var ended = await writes.RunAsync(
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                var changed = await change();
                if (changed == 0)
                    return 0;
                foreach (var follower in followers)
                    await follower.EndingAsync(job, error, this, stop);
                await transaction.CommitAsync(CancellationToken.None);
                return changed;
            },
            stop
        );
        db.ChangeTracker.Clear();
        if (ended > 0)
        {
            foreach (var follower in followers)
                follower.Ended(this);
        }

        return ended;
    }

    private Task<int> PutBackAsync(Job job, int attempts, DateTimeOffset available, CancellationToken stop) =>
        writes.RunAsync(
            () =>
                Held(job)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(j => j.State, JobStates.Queued)
                                .SetProperty(j => j.Attempts, attempts)
                                .SetProperty(j => j.AvailableAt, available)
                                .SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null)
                                .SetProperty(j => j.LeaseOwner, (string?)null),
                        stop
                    ),
            stop
        );

    // Of this attempt: a job that was lost may have become another one's of the same process.
    private IQueryable<Job> Held(Job job) =>
        db
            .Jobs.IgnoreQueryFilters()
            .Where(j => j.Id == job.Id && j.LeaseOwner == job.LeaseOwner && j.Attempts == job.Attempts && j.State == JobStates.Running);
}
