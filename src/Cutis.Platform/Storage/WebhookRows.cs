namespace Cutis.Platform.Storage;

/// <summary>Where the events of a dataset are sent.</summary>
internal sealed class Webhook : IOfCompany
{
    public required Guid DatasetId { get; init; }

    public required Guid CompanyId { get; init; }

    public required string Url { get; set; }

    /// <summary><c>post</c> or <c>get</c>.</summary>
    public required string Method { get; set; }

    /// <summary>How the credentials are sent: <c>query</c>, <c>basic</c> or <c>bearer</c>.</summary>
    public required string AuthorizationKind { get; set; }

    public required string AuthorizationKey { get; set; }

    public required string AuthorizationValue { get; set; }

    public required bool IsEnabled { get; set; }

    /// <summary>Why the server has disabled it by itself; null while it has not.</summary>
    public string? DisabledReason { get; set; }

    /// <summary>Whether payloads have a list of answers to surveys.</summary>
    public required bool AddsSurveyAnswers { get; set; }

    /// <summary>Whether there is one event for a batch in place of one for each image.</summary>
    public required bool MergesBatches { get; set; }

    /// <summary>Signs what is sent.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>The secret before, which signs too for a while.</summary>
    public byte[]? PreviousSecret { get; set; }

    public DateTimeOffset? PreviousSecretUntil { get; set; }

    /// <summary>What the URLs of photos begin with where the operator has not said it: as the request that set the webhook began.</summary>
    public required string RootUrl { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>An event of a dataset on its way to the webhook. What is sent is made at that moment.</summary>
internal sealed class WebhookDelivery : IOfCompany
{
    /// <summary>Stays the same through all attempts and replays, so that a receiver knows what it has had.</summary>
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required Guid DatasetId { get; init; }

    /// <summary>One of <see cref="WebhookEvents"/>.</summary>
    public required string Event { get; init; }

    /// <summary>The application that has finished.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>On what image; null for a batch.</summary>
    public Guid? ImageId { get; init; }

    public Guid? BatchId { get; init; }

    public Guid? SubjectId { get; init; }

    /// <summary>Why the analysis failed, for clients; null when it did not.</summary>
    public string? AnalysisError { get; init; }

    /// <summary>The job that sends it.</summary>
    public required Guid JobId { get; set; }

    /// <summary>One of <see cref="DeliveryStates"/>.</summary>
    public required string State { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>The HTTP status of the last answer; null when there was none.</summary>
    public int? Status { get; set; }

    /// <summary>What was wrong with the last attempt.</summary>
    public string? Error { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? AttemptedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>What webhooks are told of. The names are stored, and sent.</summary>
internal static class WebhookEvents
{
    /// <summary>An application has finished on an image.</summary>
    public const string ApplicationFinished = "application.finished";

    /// <summary>An application has finished on all images of a batch.</summary>
    public const string BatchFinished = "batch.finished";
}

/// <summary>The states of a delivery. The names are stored.</summary>
internal static class DeliveryStates
{
    /// <summary>Why a delivery was cancelled whose image went before it was sent.</summary>
    public const string ErasedText = "What it is about was erased";

    /// <summary>It waits, for the first attempt or another one, or is being sent.</summary>
    public const string Pending = "pending";
    public const string Delivered = "delivered";

    /// <summary>It is not sent again by itself.</summary>
    public const string Failed = "failed";

    /// <summary>There is nothing to send any more, or nowhere to send it.</summary>
    public const string Cancelled = "cancelled";
}
