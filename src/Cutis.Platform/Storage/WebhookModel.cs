using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Storage;

/// <summary>The tables of webhooks and their deliveries.</summary>
internal static class WebhookModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Webhook>(webhook =>
        {
            webhook.ToTable("webhooks").HasKey(w => w.DatasetId);
            webhook.HasOne<Dataset>().WithMany().HasForeignKey(w => w.DatasetId);
        });
        model.Entity<WebhookDelivery>(delivery =>
        {
            delivery.ToTable("webhook_deliveries");
            delivery.HasOne<Dataset>().WithMany().HasForeignKey(d => d.DatasetId);
        });
    }
}
