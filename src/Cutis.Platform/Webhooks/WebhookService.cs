using Cutis.Platform.Errors;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Webhooks;

/// <summary>What a client says of a webhook; null leaves it as it is, or as it is at first.</summary>
internal sealed record WebhookChange
{
    public string? Url { get; init; }

    public string? Method { get; init; }

    public string? AuthorizationKind { get; init; }

    public string? AuthorizationKey { get; init; }

    public string? AuthorizationValue { get; init; }

    public bool? IsEnabled { get; init; }

    public bool? AddsSurveyAnswers { get; init; }

    public bool? MergesBatches { get; init; }
}

/// <summary>The use cases of the webhook of a dataset of the current company.</summary>
internal sealed class WebhookService(CutisDb db, WriteLock writes, DestinationAddresses addresses, TimeProvider clock)
{
    /// <summary>How long what is sent is signed with the secret before too.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    private static readonly ServiceError Missing = ServiceError.NotFound("Webhook");

    /// <summary>The webhook of a dataset.</summary>
    public async Task<(Webhook? Webhook, ServiceError? Error)> FindAsync(Dataset dataset, CancellationToken stop)
    {
        var webhook = await db.Webhooks.AsNoTracking().FirstOrDefaultAsync(w => w.DatasetId == dataset.Id, stop);
        return webhook is null ? (null, Missing) : (webhook, null);
    }

    /// <summary>
    /// Creates the webhook of a dataset, or puts another in its place. It has a new secret, which is returned here and never again.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="given">What the client says.</param>
    /// <param name="root">The beginning of URLs in payloads.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public async Task<(Webhook? Webhook, string? Secret, ServiceError? Error)> PutAsync(
        Dataset dataset,
        WebhookChange given,
        string root,
        CancellationToken stop
    )
    {
        var (secret, now) = (WebhookSignature.CreateSecret(), clock.GetUtcNow());
        var webhook = new Webhook
        {
            DatasetId = dataset.Id,
            CompanyId = dataset.CompanyId,
            Url = "",
            Method = "",
            AuthorizationKind = "",
            AuthorizationKey = "",
            AuthorizationValue = "",
            IsEnabled = true,
            AddsSurveyAnswers = false,
            MergesBatches = false,
            Secret = secret,
            RootUrl = root,
            CreatedAt = now,
            ChangedAt = now,
        };
        Apply(webhook, given);
        if (Problem(webhook) is { } problem)
            return (null, null, problem);
        await writes.RunAsync(
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                var before = await db.Webhooks.FirstOrDefaultAsync(w => w.DatasetId == dataset.Id, stop);
                if (before is null)
                    db.Webhooks.Add(webhook);
                else
                {
                    Apply(before, given with { IsEnabled = webhook.IsEnabled });
                    (before.AddsSurveyAnswers, before.MergesBatches) = (webhook.AddsSurveyAnswers, webhook.MergesBatches);
                    (before.PreviousSecret, before.PreviousSecretUntil, before.Secret) = (before.Secret, now + Overlap, secret);
                    (before.RootUrl, before.ChangedAt) = (root, now);
                    webhook = before;
                }

                await db.SaveChangesAsync(stop);
                await transaction.CommitAsync(CancellationToken.None);
                return 1;
            },
            stop
        );
        return (webhook, WebhookSignature.Show(secret), null);
    }

    /// <summary>Changes the webhook of a dataset; its secret stays.</summary>
    public async Task<(Webhook? Webhook, ServiceError? Error)> ChangeAsync(Dataset dataset, WebhookChange given, CancellationToken stop)
    {
        var webhook = await db.Webhooks.FirstOrDefaultAsync(w => w.DatasetId == dataset.Id, stop);
        if (webhook is null)
            return (null, Missing);
        Apply(webhook, given);
        if (Problem(webhook) is { } problem)
            return (null, problem);
        webhook.ChangedAt = clock.GetUtcNow();
        await writes.SaveAsync(db, stop);
        return (webhook, null);
    }

    /// <summary>Deletes the webhook of a dataset. What has not been sent is not sent any more.</summary>
    /// <returns>Why it could not be; null when it is deleted.</returns>
    public async Task<ServiceError?> DeleteAsync(Dataset dataset, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var deleted = await writes.RunAsync(
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                var count = await db.Webhooks.Where(w => w.DatasetId == dataset.Id).ExecuteDeleteAsync(stop);
                await db
                    .WebhookDeliveries.Where(d => d.DatasetId == dataset.Id && d.State == DeliveryStates.Pending)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(d => d.State, DeliveryStates.Cancelled)
                                .SetProperty(d => d.Error, "The webhook was deleted")
                                .SetProperty(d => d.EndedAt, now),
                        stop
                    );
                var subject = WebhookJob.SubjectOf(dataset.Id);
                await db
                    .Jobs.Where(j => j.Kind == WebhookJob.Kind && j.Subject == subject && j.State == JobStates.Queued)
                    .ExecuteDeleteAsync(stop);
                await transaction.CommitAsync(CancellationToken.None);
                return count;
            },
            stop
        );
        return deleted > 0 ? null : Missing;
    }

    private static void Apply(Webhook webhook, WebhookChange given)
    {
        webhook.Url = given.Url ?? webhook.Url;
        webhook.Method = given.Method ?? webhook.Method;
        webhook.AuthorizationKind = given.AuthorizationKind ?? webhook.AuthorizationKind;
        webhook.AuthorizationKey = given.AuthorizationKey ?? webhook.AuthorizationKey;
        webhook.AuthorizationValue = given.AuthorizationValue ?? webhook.AuthorizationValue;
        webhook.IsEnabled = given.IsEnabled ?? webhook.IsEnabled;
        webhook.AddsSurveyAnswers = given.AddsSurveyAnswers ?? webhook.AddsSurveyAnswers;
        webhook.MergesBatches = given.MergesBatches ?? webhook.MergesBatches;
        if (webhook.IsEnabled)
            webhook.DisabledReason = null;
    }

    private ServiceError? Problem(Webhook webhook)
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (DestinationUrl.Problem(webhook.Url, addresses) is { } url)
            problems["url"] = [url];
        // They stand in a header, or within a text that a colon divides.
        if (webhook.AuthorizationKind == WebhookRequests.Bearer && !webhook.AuthorizationValue.All(c => c is > ' ' and <= '~'))
            problems["authorization_value"] = ["Must be of letters, digits and signs of ASCII, without blanks, for bearer."];
        if (webhook.AuthorizationKind == WebhookRequests.Basic && webhook.AuthorizationKey.Contains(':', StringComparison.Ordinal))
            problems["authorization_key"] = ["Must have no colon, for basic."];
        if (webhook.AuthorizationKind == WebhookRequests.Query && webhook.AuthorizationKey == WebhookRequests.PayloadParameter)
            problems["authorization_key"] = [$"Must not be {WebhookRequests.PayloadParameter}, for query."];
        return problems.Count == 0 ? null : ServiceError.Invalid(problems);
    }
}
