using System.Collections.Immutable;
using Cutis.Platform.Analysis;
using Cutis.Platform.Datasets;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Webhooks;

/// <summary>
/// Writes what the webhook of a dataset is to be told, in the transaction that ends an analysis: the analysis has ended and it will be
/// told, or neither.
/// </summary>
internal sealed class WebhookOutbox(CutisDb db, TimeProvider clock) : IAnalysisEnded
{
    private bool _hasAdded;

    /// <inheritdoc/>
    public async Task EndingAsync(AnalysisEnd end, JobQueue jobs, CancellationToken stop)
    {
        _hasAdded = false;
        var image = end.Image;
        if (image.DatasetId is not { } dataset)
            return;
        var webhook = await db.Webhooks.IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(w => w.DatasetId == dataset, stop);
        if (webhook is not { IsEnabled: true } || (webhook.MergesBatches && image.BatchId is not null && !end.EndsBatch))
            return;
        var isBatch = webhook.MergesBatches && image.BatchId is not null;
        foreach (var application in await FinishedAsync(dataset, end.Job.Algorithms, stop))
        {
            var delivery = new WebhookDelivery
            {
                Id = Ids.New(),
                CompanyId = image.CompanyId,
                DatasetId = dataset,
                Event = isBatch ? WebhookEvents.BatchFinished : WebhookEvents.ApplicationFinished,
                ApplicationId = application,
                ImageId = isBatch ? null : image.Id,
                BatchId = image.BatchId,
                SubjectId = image.SubjectId,
                AnalysisError = end.Error,
                JobId = Guid.Empty,
                State = DeliveryStates.Pending,
                CreatedAt = clock.GetUtcNow(),
            };
            // The effect has one name, so it is told once, whoever ends the analysis.
            var added = WebhookJob.Create(delivery) with
            {
                DeduplicationKey = $"{end.Job.Id:N} {application:N}",
            };
            var job = await jobs.AddWithinAsync(added, stop);
            delivery.JobId = job.Id;
            db.WebhookDeliveries.Add(delivery);
            await db.SaveChangesAsync(stop);
            _hasAdded = true;
        }
    }

    /// <inheritdoc/>
    public void Ended(JobQueue jobs)
    {
        if (_hasAdded)
            jobs.Announce(WebhookJob.Kind);
        _hasAdded = false;
    }

    // Those attached that run any of the algorithms; where none is attached, the one that stands for all.
    private async Task<List<Guid>> FinishedAsync(Guid dataset, ImmutableArray<string> algorithms, CancellationToken stop)
    {
        var runs = await db
            .DatasetApplications.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(a => a.DatasetId == dataset)
            .OrderBy(a => a.AttachedAt)
            .ToListAsync(stop);
        if (runs.Count == 0)
            return [Application.Metrics2.Id];
        return
        [
            .. runs.Where(r => r.EnabledAlgorithms.IsEmpty || r.EnabledAlgorithms.Any(algorithms.Contains)).Select(r => r.ApplicationId),
        ];
    }
}
