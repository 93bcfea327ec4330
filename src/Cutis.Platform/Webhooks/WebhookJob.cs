using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Webhooks;

/// <summary>The jobs that send deliveries.</summary>
internal static class WebhookJob
{
    /// <summary>The kind, as it stands in the rows.</summary>
    public const string Kind = "webhook";

    /// <summary>The job of a delivery. Of a dataset one is sent at a time.</summary>
    public static NewJob Create(WebhookDelivery delivery) =>
        new(Kind, delivery.CompanyId, JsonSerializer.Serialize(new Payload(delivery.Id))) { Subject = SubjectOf(delivery.DatasetId) };

    /// <summary>The subject of the jobs of a dataset.</summary>
    public static string SubjectOf(Guid dataset) => dataset.ToString("D");

    /// <summary>Which delivery a job sends.</summary>
    public static Guid Read(Job job) => JsonSerializer.Deserialize<Payload>(job.Payload)!.DeliveryId;

    private sealed record Payload([property: JsonPropertyName("delivery")] Guid DeliveryId);
}
