using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Analysis;

/// <summary>An analysis that has ended.</summary>
/// <param name="Job">The analysis as it was taken.</param>
/// <param name="Image">Of what; its results are stored.</param>
/// <param name="Error">Why nothing was analysed, for clients; null when something was.</param>
/// <param name="EndsBatch">Whether the image is of a batch, of which no other analysis waits or runs.</param>
internal sealed record AnalysisEnd(AnalysisJob Job, Image Image, string? Error, bool EndsBatch);

/// <summary>What follows from the end of an analysis. It is told, so that analyses need not know of it.</summary>
internal interface IAnalysisEnded
{
    /// <inheritdoc cref="IJobEnded.EndingAsync"/>
    Task EndingAsync(AnalysisEnd end, JobQueue jobs, CancellationToken stop);

    /// <summary>Told of the same analysis once the transaction is committed.</summary>
    void Ended(JobQueue jobs);
}

/// <summary>Tells of analyses that end, done or failed for good. Those of an erased image end unnoticed.</summary>
internal sealed class AnalysisEnds(CutisDb db, IEnumerable<IAnalysisEnded> followers) : IJobEnded
{
    private bool _hasEnded;

    /// <inheritdoc/>
    public async Task EndingAsync(Job job, string? error, JobQueue jobs, CancellationToken stop)
    {
        _hasEnded = false;
        if (job.Kind != AnalysisJob.Kind)
            return;
        var analysis = AnalysisJob.Read(job);
        var image = await db
            .Images.IgnoreQueryFilters()
            .AsNoTracking()
            .FirstOrDefaultAsync(i => i.Id == analysis.ImageId && i.ErasedAt == null, stop);
        if (image is null)
            return;
        var end = new AnalysisEnd(analysis, image, error, await EndsBatchAsync(image, stop));
        foreach (var follower in followers)
            await follower.EndingAsync(end, jobs, stop);
        _hasEnded = true;
    }

    /// <inheritdoc/>
    public void Ended(JobQueue jobs)
    {
        if (!_hasEnded)
            return;
        foreach (var follower in followers)
            follower.Ended(jobs);
    }

    // Ends are written one after the other: of the last two of a batch the second one sees that the first has ended.
    private async Task<bool> EndsBatchAsync(Image image, CancellationToken stop)
    {
        if (image.BatchId is not { } batch)
            return false;
        var images = await db
            .Images.IgnoreQueryFilters()
            .Where(i => i.BatchId == batch && i.ErasedAt == null)
            .Select(i => i.Id)
            .ToListAsync(stop);
        var subjects = images.ConvertAll(AnalysisJob.SubjectOf);
        return !await db
            .Jobs.IgnoreQueryFilters()
            .AnyAsync(
                j =>
                    j.Kind == AnalysisJob.Kind
                    && subjects.Contains(j.Subject!)
                    && (j.State == JobStates.Queued || j.State == JobStates.Running),
                stop
            );
    }
}
