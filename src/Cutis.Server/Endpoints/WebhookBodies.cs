using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Platform.Webhooks;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>Where the events of a dataset are to go.</summary>
[SchemaName("NewWebhook")]
internal sealed record NewWebhook
{
    [Length(1, DestinationUrl.MaxLength)]
    [Description("An http or https address without user and fragment, on port 80, 443 or one from 1024.")]
    public required string Url { get; init; }

    [AllowedValues("query", "basic", "bearer")]
    [Description(
        "How the credentials are sent: as the query parameter that the key names, as user (the key) and password, or as a bearer token "
            + "(the value alone)."
    )]
    public required string Authorization { get; init; }

    [Length(1, 128)]
    public required string AuthorizationKey { get; init; }

    [Length(1, 128)]
    public required string AuthorizationValue { get; init; }

    [AllowedValues("post", "get"), Description("`get` has its payload in the query parameter `payload`, without results.")]
    public required string Method { get; init; }

    [DefaultValue(true)]
    public bool Enabled { get; init; }

    [DefaultValue(false), Description("Adds `survey_results`, a list that is always empty here.")]
    public bool AddSurveyAnswers { get; init; }

    [DefaultValue(false), Description("One event for a batch when all of its images are finished, in place of one for each image.")]
    public bool MergeWebhooks { get; init; }

    public WebhookChange ToChange() =>
        new()
        {
            Url = Url,
            Method = Method,
            AuthorizationKind = Authorization,
            AuthorizationKey = AuthorizationKey,
            AuthorizationValue = AuthorizationValue,
            IsEnabled = Enabled,
            AddsSurveyAnswers = AddSurveyAnswers,
            MergesBatches = MergeWebhooks,
        };
}

/// <summary>What is to be different about a webhook.</summary>
[SchemaName("WebhookChange")]
internal sealed record WebhookPatch
{
    [Length(1, DestinationUrl.MaxLength), NeverNull]
    public string? Url { get; init; }

    [AllowedValues("query", "basic", "bearer"), NeverNull]
    public string? Authorization { get; init; }

    [Length(1, 128), NeverNull]
    public string? AuthorizationKey { get; init; }

    [Length(1, 128), NeverNull]
    public string? AuthorizationValue { get; init; }

    [AllowedValues("post", "get"), NeverNull]
    public string? Method { get; init; }

    [NeverNull]
    public bool? Enabled { get; init; }

    [NeverNull]
    public bool? AddSurveyAnswers { get; init; }

    [NeverNull]
    public bool? MergeWebhooks { get; init; }

    public WebhookChange ToChange() =>
        new()
        {
            Url = Given(Url),
            Method = Given(Method),
            AuthorizationKind = Given(Authorization),
            AuthorizationKey = Given(AuthorizationKey),
            AuthorizationValue = Given(AuthorizationValue),
            IsEnabled = Enabled,
            AddsSurveyAnswers = AddSurveyAnswers,
            MergesBatches = MergeWebhooks,
        };

    // A text that was not given is read as an empty one, and none may be empty.
    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>A webhook as clients see it.</summary>
[SchemaName("Webhook")]
internal sealed record WebhookAnswer(
    string Url,
    [property: AllowedValues("query", "basic", "bearer")] string Authorization,
    string AuthorizationKey,
    [property: Description("As it was sent, in the answer to a POST; null everywhere else.")] string? AuthorizationValue,
    [property: AllowedValues("post", "get")] string Method,
    bool Enabled,
    bool AddSurveyAnswers,
    bool MergeWebhooks,
    [property: Description("The secret of signatures, `whsec_…`, in the answer to a POST; null everywhere else.")] string? SecretKey,
    [property: Description("Why the server has disabled it by itself: the receiver answered 410.")] string? DisabledReason
)
{
    /// <summary>A webhook without its secrets.</summary>
    public static WebhookAnswer Create(Webhook webhook) =>
        new(
            webhook.Url,
            webhook.AuthorizationKind,
            webhook.AuthorizationKey,
            null,
            webhook.Method,
            webhook.IsEnabled,
            webhook.AddsSurveyAnswers,
            webhook.MergesBatches,
            null,
            webhook.DisabledReason
        );
}

/// <summary>The query of the log of deliveries.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record DeliveryListQuery : PageQuery
{
    [AllowedValues("-creation_time", "creation_time"), DefaultValue("-creation_time"), JsonPropertyOrder(-2)]
    public string Ordering { get; init; } = "";

    [AllowedValues("pending", "delivered", "failed", "cancelled"), NeverNull]
    public string? State { get; init; }

    public DeliveryQuery ToDeliveryQuery() =>
        new(Search, string.IsNullOrEmpty(State) ? null : State, Ordering == "creation_time", Skipped, Size);
}

/// <summary>A delivery as the log has it.</summary>
[SchemaName("WebhookDelivery")]
internal sealed record DeliveryAnswer(
    Guid Id,
    [property: Description("The header `webhook-id`, the same at every attempt and replay.")] string WebhookId,
    [property: AllowedValues("application.finished", "batch.finished")] string Event,
    Guid ApplicationId,
    Guid? ImageId,
    Guid? BatchId,
    Guid? SubjectId,
    [property: AllowedValues("pending", "delivered", "failed", "cancelled")] string State,
    [property: Description("How often it was sent.")] int Attempts,
    [property: Description("The HTTP status of the last answer; null when there was none.")] int? Status,
    [property: Description("What was wrong with the last attempt, or why there is none.")] string? Error,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? CreationTime,
    [property: JsonConverter(typeof(Rfc3339))] DateTimeOffset? LastAttemptTime,
    [property: JsonConverter(typeof(Rfc3339)), Description("When it is sent next; null when that is not planned, or being done.")]
        DateTimeOffset? NextAttemptTime,
    [property: JsonConverter(typeof(Rfc3339))] DateTimeOffset? EndTime
)
{
    public static DeliveryAnswer Create(LoggedDelivery logged)
    {
        var (delivery, next) = logged;
        return new DeliveryAnswer(
            delivery.Id,
            WebhookRequests.ShowId(delivery.Id),
            delivery.Event,
            delivery.ApplicationId,
            delivery.ImageId,
            delivery.BatchId,
            delivery.SubjectId,
            delivery.State,
            delivery.Attempts,
            delivery.Status,
            delivery.Error,
            delivery.CreatedAt,
            delivery.AttemptedAt,
            next,
            delivery.EndedAt
        );
    }
}

[JsonSerializable(typeof(NewWebhook))]
[JsonSerializable(typeof(WebhookPatch))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(Page<DeliveryAnswer>)), Schema(typeof(Page<DeliveryAnswer>), "WebhookDeliveryPage")]
internal sealed partial class WebhookJson : JsonSerializerContext;
