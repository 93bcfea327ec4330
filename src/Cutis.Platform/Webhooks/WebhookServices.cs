using Cutis.Platform.Analysis;
using Cutis.Platform.Jobs;

namespace Cutis.Platform.Webhooks;

/// <summary>The services of webhooks.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) =>
        services
            .AddSingleton<IHostAddresses, HostAddresses>()
            .AddSingleton<DestinationAddresses>()
            .AddSingleton<WebhookSender>()
            .AddScoped<WebhookPayloads>()
            .AddScoped<WebhookService>()
            .AddScoped<WebhookLog>()
            .AddScoped<IAnalysisEnded, WebhookOutbox>()
            .AddScoped<IJobEnded, FailedDeliveries>()
            .AddJobKind<WebhookHandler>(provider => WebhookHandler.CreateKind(provider.GetRequiredService<WebhookOptions>()));
}
