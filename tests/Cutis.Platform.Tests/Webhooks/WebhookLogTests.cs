using System;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Cutis.Platform.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Webhooks;

/// <summary>How long deliveries are kept.</summary>
public sealed class WebhookLogTests : WebhookBench
{
    [Fact]
    public async Task Deliveries_leave_the_log_after_some_days_with_their_jobs()
    {
        var dataset = await AddDatasetAsync();
        await PutWebhookAsync(dataset);
        await FinishImageAsync(dataset);
        await SendAsync();
        Clock.Now += TimeSpan.FromDays(20);
        await FinishImageAsync(dataset);
        Clock.Now += TimeSpan.FromDays(11);
        await SweepAsync();
        (await OnlyAsync(dataset)).Delivery.State.ShouldBe(DeliveryStates.Pending);
        Clock.Now += TimeSpan.FromDays(40);
        await SweepAsync();
        (await LogAsync(dataset)).Count.ShouldBe(1, "what was not sent stays");
        await SendAsync();
        await SweepAsync();
        (await LogAsync(dataset)).ShouldBeEmpty();
        (await WithAsync<CutisDb, int>(db => db.Jobs.CountAsync(j => j.Kind == WebhookJob.Kind))).ShouldBe(0);
    }

    private Task<int> SweepAsync() =>
        WithAsync<WebhookLog, int>(async log =>
        {
            await log.SweepAsync(default);
            return 0;
        });
}
