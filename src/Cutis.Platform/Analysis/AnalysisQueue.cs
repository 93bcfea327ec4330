using System.Collections.Immutable;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Analysis;

/// <summary>Which queue of analyses is full.</summary>
internal enum QueueFull
{
    /// <summary>That of the company; others go on.</summary>
    OfCompany,

    /// <summary>That of the whole server.</summary>
    OfServer,
}

/// <summary>
/// Asks for analyses. An image has one that waits and one that runs at most: names that either of them has already are not computed twice,
/// and others join the one that waits.
/// </summary>
internal sealed class AnalysisQueue(CutisDb db, WriteLock writes, JobQueue jobs, AnalysisSettings settings)
{
    /// <summary>Asks for an analysis of an image of the current company.</summary>
    public async Task<(AnalysisJob? Job, QueueFull? Full)> AddAsync(Image image, ImmutableArray<string> algorithms, CancellationToken stop)
    {
        (AnalysisJob? Job, QueueFull? Full) added = default;
        // In the turn of the write, so that equal requests at once make one job.
        await writes.RunAsync(
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                added = await AddWithinAsync(image, algorithms, isBounded: true, stop);
                await transaction.CommitAsync(CancellationToken.None);
                return 0;
            },
            stop
        );
        if (added.Job is not null)
            Announce();
        return added;
    }

    /// <summary>Which queue has no room for another analysis of the current company; null when there is room.</summary>
    public async Task<QueueFull?> FindFullAsync(CancellationToken stop)
    {
        var (ofCompany, ofAll) = await jobs.CountWaitingAsync(AnalysisJob.Kind, stop);
        if (ofCompany >= settings.CompanyQueue)
            return QueueFull.OfCompany;
        return ofAll >= settings.Queue ? QueueFull.OfServer : null;
    }

    /// <summary>The same within a write that has its turn and its transaction already.</summary>
    /// <param name="image">The image.</param>
    /// <param name="algorithms">Canonical names.</param>
    /// <param name="isBounded">Whether a queue that is full takes none.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public async Task<(AnalysisJob? Job, QueueFull? Full)> AddWithinAsync(
        Image image,
        ImmutableArray<string> algorithms,
        bool isBounded,
        CancellationToken stop
    )
    {
        var subject = AnalysisJob.SubjectOf(image.Id);
        var open = (await jobs.ListOpenAsync(AnalysisJob.Kind, subject, stop)).ConvertAll(AnalysisJob.Read);
        if (open.Find(j => algorithms.All(j.Algorithms.Contains)) is { } same)
            return (same, null);
        if (open.Find(j => j.State == JobStates.Queued) is { } waiting)
        {
            ImmutableArray<string> all = [.. waiting.Algorithms.Union(algorithms, StringComparer.Ordinal)];
            if (await jobs.ChangeWaitingAsync(waiting.Id, AnalysisJob.WritePayload(all), stop) is { } joined)
                return (AnalysisJob.Read(joined), null);
        }

        if (isBounded && await FindFullAsync(stop) is { } full)
            return (null, full);
        var added = new NewJob(AnalysisJob.Kind, image.CompanyId, AnalysisJob.WritePayload(algorithms)) { Subject = subject };
        return (AnalysisJob.Read(await jobs.AddWithinAsync(added, stop)), null);
    }

    /// <summary>Wakes the workers once an analysis is committed that was added within a transaction.</summary>
    public void Announce() => jobs.Announce(AnalysisJob.Kind);
}
