using Cutis.Platform.Accounts;
using Cutis.Platform.Audit;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Cutis.Platform.Urls;
using Cutis.Platform.Webhooks;

namespace Cutis.Platform.Retention;

/// <summary>Sweeps after the server has started and every hour from then on. Commands never sweep.</summary>
internal sealed partial class HourlySweep(
    IServiceScopeFactory scopes,
    TemporaryFiles temporary,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<HourlySweep> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first sweep.</summary>
    public Task First => _first.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Wait for ApplicationStarted: if startup fails, the service provider is disposed.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            for (; ; await Task.Delay(Interval, clock, stoppingToken))
            {
                await SweepAsync(stoppingToken);
                _first.TrySetResult();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start continues.
        }
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        try
        {
            temporary.SweepAbandoned();
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ObjectSweeper>().SweepAsync(stop);
            await scope.ServiceProvider.GetRequiredService<Sessions>().SweepAsync(stop);
            await scope.ServiceProvider.GetRequiredService<CaptureLinks>().SweepAsync(stop);
            await scope.ServiceProvider.GetRequiredService<WebhookLog>().SweepAsync(stop);
            await scope.ServiceProvider.GetRequiredService<UrlRevocation>().SweepAsync(stop);
            await scope.ServiceProvider.GetRequiredService<AuditReader>().SweepAsync(stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Most likely the disk or the database; try again in an hour.
            Failed(log, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The sweep of stored files, expired sessions and audit events failed; the next one is in an hour")]
    private static partial void Failed(ILogger log, Exception exception);
}
