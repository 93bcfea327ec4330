using System;
using Cutis.Platform.Analysis;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Cutis.Platform.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Webhooks;

/// <summary>A bench whose webhooks may lead to the loopback, with a receiver there, and analyses that end when a test says so.</summary>
public abstract class WebhookBench : PlaceBench, IAsyncLifetime
{
    internal const string Root = "https://masks.test";

    protected WebhookBench() => Set(new WebhookOptions { AllowedNetworks = "127.0.0.0/8", Timeout = TimeSpan.FromSeconds(20) });

    internal Receiver Receiver { get; } = new();

    internal static WebhookChange Bearer { get; } =
        new()
        {
            Method = "post",
            AuthorizationKind = "bearer",
            AuthorizationKey = "k",
            AuthorizationValue = "secret-token",
        };

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Receiver.DisposeAsync();
        await DisposeAsync();
    }

    /// <summary>Makes the webhook of a dataset, and returns its secret.</summary>
    internal async Task<string> PutWebhookAsync(Dataset dataset, Func<WebhookChange, WebhookChange>? with = null)
    {
        var given = Bearer with { Url = Receiver.Url };
        var (_, secret, error) = await WithAsync<WebhookService, (Webhook?, string?, ServiceError?)>(webhooks =>
            webhooks.PutAsync(dataset, with?.Invoke(given) ?? given, Root, default)
        );
        secret.ShouldNotBeNull(error?.Message);
        return secret;
    }

    internal async Task<DatasetApplication> AttachAsync(Dataset dataset, Application application, params string[] algorithms)
    {
        var run = new DatasetApplication
        {
            DatasetId = dataset.Id,
            ApplicationId = application.Id,
            CompanyId = dataset.CompanyId,
            RunId = Guid.NewGuid(),
            EnabledAlgorithms = [.. algorithms],
            AlgorithmsFlags = "{}",
            AttachedAt = Clock.Now,
        };
        await WithAsync<CutisDb, int>(db =>
        {
            db.Add(run);
            return db.SaveChangesAsync();
        });
        return run;
    }

    /// <summary>Asks for the analysis of an image.</summary>
    internal Task AskAsync(Image image, params string[] algorithms) =>
        WithAsync<AnalysisQueue, (AnalysisJob?, QueueFull?)>(
            queue => queue.AddAsync(image, algorithms.Length == 0 ? ["pores"] : [.. algorithms], default),
            image.CompanyId
        );

    /// <summary>Ends the next analysis that waits, as a worker does.</summary>
    internal async Task EndAnalysisAsync(string? error = null)
    {
        var kind = Get<IEnumerable<JobKind>>().Single(k => k.Name == AnalysisJob.Kind);
        var job = (await WithAsync<JobQueue, Job?>(jobs => jobs.TakeAsync(kind, "w", default)))!;
        await WithAsync<JobQueue, int>(async jobs =>
        {
            await jobs.EndAsync(job, [], error, default);
            return 0;
        });
    }

    /// <summary>An image of a new subject and batch with a result, whose analysis has ended.</summary>
    internal async Task<Image> FinishImageAsync(Dataset dataset)
    {
        var image = await UploadAsync(await AddSubjectAsync(dataset));
        await PutResultAsync(image);
        await AskAsync(image);
        await EndAnalysisAsync();
        return image;
    }

    /// <summary>Makes the attempts that are due.</summary>
    internal Task SendAsync() => DoAsync(WebhookJob.Kind);

    internal async Task<List<LoggedDelivery>> LogAsync(Dataset dataset) =>
        (
            await WithAsync<WebhookLog, (int, List<LoggedDelivery>)>(log =>
                log.ListAsync(dataset, new DeliveryQuery("", null, OldestFirst: true, 0, 100), default)
            )
        ).Item2;

    internal async Task<LoggedDelivery> OnlyAsync(Dataset dataset) => (await LogAsync(dataset)).ShouldHaveSingleItem();

    internal Task<Webhook?> FindWebhookAsync(Dataset dataset) =>
        WithAsync<CutisDb, Webhook?>(db => db.Webhooks.AsNoTracking().FirstOrDefaultAsync(w => w.DatasetId == dataset.Id));
}
