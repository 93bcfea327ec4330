namespace Cutis.Platform.Jobs;

/// <summary>Does the jobs of all kinds for as long as the server runs, of each kind some at a time.</summary>
internal sealed partial class JobWorker(
    JobRunner runner,
    IEnumerable<JobKind> kinds,
    JobSignal signal,
    IHostApplicationLifetime lifetime,
    ILogger<JobWorker> log
) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A start that fails takes the services away again.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            await Task.WhenAll(kinds.Select(kind => ServeAsync(kind, stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was begun has been given back.
        }
    }

    private async Task ServeAsync(JobKind kind, CancellationToken stop)
    {
        if (kind.WarmUp is { } warmUp)
            await Task.Run(warmUp, stop);
        await Task.WhenAll(Enumerable.Range(0, kind.Concurrency).Select(_ => WorkAsync(kind, stop)));
    }

    private async Task WorkAsync(JobKind kind, CancellationToken stop)
    {
        while (true)
        {
            var worked = false;
            try
            {
                worked = await runner.TryOneAsync(kind, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                // The database, most likely: the job's lease will end.
                Stumbled(log, kind.Name, e);
                await Task.Delay(AfterFailure, stop);
            }

            if (!worked)
                await signal.WaitAsync(kind.Name, stop);
        }
    }

    [LoggerMessage(LogLevel.Error, "A worker of {Kind} jobs could not take or record one")]
    private static partial void Stumbled(ILogger log, string kind, Exception exception);
}
