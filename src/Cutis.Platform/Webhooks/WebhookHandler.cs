using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Webhooks;

/// <summary>
/// Sends deliveries. What a receiver has taken is noted after it was sent: after a crash between the two it is sent again, with the same
/// id.
/// </summary>
internal sealed class WebhookHandler(CutisDb db, WriteLock writes, WebhookPayloads payloads, WebhookSender sender, TimeProvider clock)
    : IJobHandler
{
    private const int Gone = 410;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(3);

    /// <summary>How deliveries are made: again after 10, 20, 40, … seconds, up to three hours, for about a day.</summary>
    public static JobKind CreateKind(WebhookOptions options) =>
        new(WebhookJob.Kind, typeof(WebhookHandler), options.Concurrency, options.Timeout + TimeSpan.FromSeconds(5), options.Attempts)
        {
            InterruptedText = "Sending was interrupted too often",
            FailedText = "It was not taken at any attempt",
            FirstDelay = TimeSpan.FromSeconds(10),
            MaxDelay = MaxDelay,
            Jitter = .2,
        };

    /// <inheritdoc/>
    public async Task<string?> RunAsync(Job job, Action<string> done, CancellationToken stop)
    {
        var id = WebhookJob.Read(job);
        var delivery = await db.WebhookDeliveries.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id && d.JobId == job.Id, stop);
        if (delivery is not { State: DeliveryStates.Pending })
            return null;
        var webhook = await db.Webhooks.AsNoTracking().FirstOrDefaultAsync(w => w.DatasetId == delivery.DatasetId, stop);
        var isErased = await db.Datasets.AnyAsync(d => d.Id == delivery.DatasetId && d.ErasedAt != null, stop);
        var idle =
            isErased ? DeliveryStates.ErasedText
            : webhook is null ? "The webhook was deleted"
            : !webhook.IsEnabled ? "The webhook is disabled"
            : null;
        var payload = idle is null ? await payloads.WriteAsync(webhook!, delivery, stop) : null;
        if (payload is null)
        {
            await CancelAsync(delivery, idle ?? DeliveryStates.ErasedText, stop);
            return null;
        }

        using var request = WebhookRequests.Create(webhook!, delivery.Id, payload, clock.GetUtcNow());
        var outcome = await sender.SendAsync(request, stop);
        // It was sent, so a stop of the server does not keep it from being noted.
        await RecordAsync(delivery, webhook!, outcome, CancellationToken.None);
        if (outcome.Error is null || outcome.Status == Gone)
            return outcome.Error;
        throw new TryAgainException(outcome.Error) { AtLeast = outcome.RetryAfter < MaxDelay ? outcome.RetryAfter : MaxDelay };
    }

    private Task<int> CancelAsync(WebhookDelivery delivery, string reason, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return writes.RunAsync(
            () =>
                Pending(delivery)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(d => d.State, DeliveryStates.Cancelled)
                                .SetProperty(d => d.Error, reason)
                                .SetProperty(d => d.EndedAt, now),
                        stop
                    ),
            stop
        );
    }

    private async Task RecordAsync(WebhookDelivery delivery, Webhook webhook, SendOutcome outcome, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var state = outcome switch
        {
            { Error: null } => DeliveryStates.Delivered,
            { Status: Gone } => DeliveryStates.Failed,
            _ => DeliveryStates.Pending,
        };
        var ended = state == DeliveryStates.Pending ? default(DateTimeOffset?) : now;
        await writes.RunAsync(
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                await Pending(delivery)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(d => d.State, state)
                                .SetProperty(d => d.Attempts, d => d.Attempts + 1)
                                .SetProperty(d => d.Status, outcome.Status)
                                .SetProperty(d => d.Error, outcome.Error)
                                .SetProperty(d => d.AttemptedAt, now)
                                .SetProperty(d => d.EndedAt, ended),
                        stop
                    );
                // Unless it leads elsewhere by now.
                if (outcome.Status == Gone)
                {
                    await db
                        .Webhooks.Where(w => w.DatasetId == webhook.DatasetId && w.Url == webhook.Url)
                        .ExecuteUpdateAsync(
                            set => set.SetProperty(w => w.IsEnabled, false).SetProperty(w => w.DisabledReason, "The receiver answered 410"),
                            stop
                        );
                }

                await transaction.CommitAsync(CancellationToken.None);
                return 1;
            },
            stop
        );
    }

    private IQueryable<WebhookDelivery> Pending(WebhookDelivery delivery) =>
        db.WebhookDeliveries.Where(d => d.Id == delivery.Id && d.State == DeliveryStates.Pending);
}
