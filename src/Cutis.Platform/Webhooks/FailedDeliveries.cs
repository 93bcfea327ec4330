using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Webhooks;

/// <summary>Writes that a delivery has failed for good, in the transaction that ends its job.</summary>
internal sealed class FailedDeliveries(CutisDb db, TimeProvider clock) : IJobEnded
{
    /// <inheritdoc/>
    public async Task EndingAsync(Job job, string? error, JobQueue jobs, CancellationToken stop)
    {
        if (job.Kind != WebhookJob.Kind || error is null)
            return;
        var (id, now) = (WebhookJob.Read(job), clock.GetUtcNow());
        await db
            .WebhookDeliveries.IgnoreQueryFilters()
            .Where(d => d.Id == id && d.JobId == job.Id && d.State == DeliveryStates.Pending)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(d => d.State, DeliveryStates.Failed)
                        .SetProperty(d => d.Error, d => d.Error ?? error)
                        .SetProperty(d => d.EndedAt, now),
                stop
            );
    }

    /// <inheritdoc/>
    public void Ended(JobQueue jobs)
    {
        // Nothing follows from it.
    }
}
