using Cutis.Platform.Errors;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Webhooks;

/// <summary>Which deliveries are asked for.</summary>
/// <param name="Search">Part of the error, or the id of an image, a batch or a subject; empty for all.</param>
/// <param name="State">One of <see cref="DeliveryStates"/>; null for all.</param>
/// <param name="OldestFirst">Whether the oldest come first.</param>
/// <param name="Skip">How many of them are left out at the beginning.</param>
/// <param name="Take">How many are given at most.</param>
internal sealed record DeliveryQuery(string Search, string? State, bool OldestFirst, int Skip, int Take);

/// <summary>A delivery as the log has it.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="NextAt">When the next attempt is made; null when none is planned, or one is under way.</param>
internal sealed record LoggedDelivery(WebhookDelivery Delivery, DateTimeOffset? NextAt);

/// <summary>The use cases of the log of deliveries: listing, sending again, and forgetting what is old.</summary>
internal sealed class WebhookLog(CutisDb db, WriteLock writes, JobQueue jobs, WebhookOptions options, TimeProvider clock)
{
    private const int SweptAtOnce = 500;

    /// <summary>A page of the deliveries of a dataset of the current company.</summary>
    /// <returns>How many there are on all pages, and those of this page.</returns>
    public async Task<(int Count, List<LoggedDelivery> Deliveries)> ListAsync(Dataset dataset, DeliveryQuery query, CancellationToken stop)
    {
        var all = db
            .WebhookDeliveries.AsNoTracking()
            .Where(d => d.DatasetId == dataset.Id && (query.State == null || d.State == query.State));
        if (Guid.TryParseExact(query.Search, "D", out var id))
            all = all.Where(d => d.ImageId == id || d.BatchId == id || d.SubjectId == id);
        else if (query.Search.Length > 0)
            all = all.Where(d => EF.Functions.Like(d.Error!, LikePattern.Containing(query.Search), LikePattern.Escape));
        var ordered = query.OldestFirst
            ? all.OrderBy(d => d.CreatedAt).ThenBy(d => d.Id)
            : all.OrderByDescending(d => d.CreatedAt).ThenBy(d => d.Id);
        var (count, page) = (await all.CountAsync(stop), await ordered.Skip(query.Skip).Take(query.Take).ToListAsync(stop));
        return (count, await WithNextAsync(page, stop));
    }

    /// <summary>
    /// Sends a delivery again, under the same id, whatever has become of it; one that waits for another attempt is sent at once.
    /// </summary>
    /// <param name="dataset">A dataset of the current company.</param>
    /// <param name="id">The delivery, as a client wrote it.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public async Task<(LoggedDelivery? Delivery, ServiceError? Error)> ReplayAsync(Dataset dataset, string id, CancellationToken stop)
    {
        var (found, error) = (default(WebhookDelivery), ServiceError.NotFound("Delivery"));
        if (!Guid.TryParseExact(id, "D", out var guid))
            return (null, error);
        await writes.RunAsync(
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                var webhook = await db.Webhooks.AsNoTracking().FirstOrDefaultAsync(w => w.DatasetId == dataset.Id, stop);
                var delivery = await db.WebhookDeliveries.FirstOrDefaultAsync(d => d.Id == guid && d.DatasetId == dataset.Id, stop);
                if (delivery is null)
                    return 0;
                if (webhook is not { IsEnabled: true })
                {
                    error = webhook is null
                        ? ServiceError.NotFound("Webhook")
                        : ServiceError.Invalid("enabled", "The webhook is disabled; enable it first.");
                    return 0;
                }

                await PutAgainAsync(delivery, stop);
                await db.SaveChangesAsync(stop);
                await transaction.CommitAsync(CancellationToken.None);
                found = delivery;
                return 1;
            },
            stop
        );
        if (found is null)
            return (null, error);
        jobs.Announce(WebhookJob.Kind);
        return ((await WithNextAsync([found], stop))[0], null);
    }

    /// <summary>Deletes deliveries of all companies that ended long ago, with their jobs.</summary>
    public async Task SweepAsync(CancellationToken stop)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(options.LogDays);
        while (true)
        {
            var old = await db
                .WebhookDeliveries.IgnoreQueryFilters()
                .Where(d => d.CreatedAt < before && d.State != DeliveryStates.Pending)
                .OrderBy(d => d.CreatedAt)
                .Take(SweptAtOnce)
                .Select(d => new { d.Id, d.JobId })
                .ToListAsync(stop);
            if (old.Count == 0)
                return;
            var (ids, work) = (old.ConvertAll(d => d.Id), old.ConvertAll(d => d.JobId));
            await writes.RunAsync(
                async () =>
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(stop);
                    await db.Jobs.IgnoreQueryFilters().Where(j => work.Contains(j.Id)).ExecuteDeleteAsync(stop);
                    await db.WebhookDeliveries.IgnoreQueryFilters().Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(stop);
                    await transaction.CommitAsync(CancellationToken.None);
                    return old.Count;
                },
                stop
            );
        }
    }

    private async Task PutAgainAsync(WebhookDelivery delivery, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (delivery.State == DeliveryStates.Pending)
        {
            // What is being sent at this moment is not sent once more.
            await db
                .Jobs.Where(j => j.Id == delivery.JobId && j.State == JobStates.Queued && j.AvailableAt > now)
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.AvailableAt, now), stop);
            return;
        }

        await db.Jobs.Where(j => j.Id == delivery.JobId && j.State != JobStates.Running).ExecuteDeleteAsync(stop);
        (delivery.State, delivery.EndedAt) = (DeliveryStates.Pending, null);
        delivery.JobId = (await jobs.AddWithinAsync(WebhookJob.Create(delivery), stop)).Id;
    }

    private async Task<List<LoggedDelivery>> WithNextAsync(List<WebhookDelivery> page, CancellationToken stop)
    {
        var waiting = page.Where(d => d.State == DeliveryStates.Pending).Select(d => d.JobId).ToList();
        var next = await db
            .Jobs.AsNoTracking()
            .Where(j => waiting.Contains(j.Id) && j.State == JobStates.Queued)
            .Select(j => new { j.Id, j.AvailableAt })
            .ToDictionaryAsync(j => j.Id, j => j.AvailableAt, stop);
        return page.ConvertAll(d => new LoggedDelivery(d, next.TryGetValue(d.JobId, out var at) ? at : null));
    }
}
