namespace Cutis.Platform.Retention;

/// <summary>Looks every minute for as long as the server runs. Commands never look.</summary>
internal sealed partial class RetentionClock(
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<RetentionClock> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A start that fails takes the services away again.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            for (; ; await Task.Delay(Interval, clock, stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start looks again.
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<RetentionSchedule>().AddDueAsync(stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The database, most likely; the next look is in a minute.
            Failed(log, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "Nothing was looked for that datasets no longer keep; the next look is in a minute")]
    private static partial void Failed(ILogger log, Exception exception);
}
