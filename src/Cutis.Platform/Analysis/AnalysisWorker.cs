using System.Collections.Concurrent;
using Cutis.Analysis;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Analysis;

/// <summary>Takes jobs and runs them, some at a time.</summary>
internal sealed partial class AnalysisWorker(
    IServiceScopeFactory scopes,
    AnalysisSettings settings,
    JobSignal bell,
    IHostApplicationLifetime lifetime,
    ILogger<AnalysisWorker> log
) : BackgroundService
{
    private readonly string _owner = Ids.New().ToString("N");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A start that fails takes the services away again.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            await Task.Run(Analyser.WarmUp, stoppingToken);
            await Task.WhenAll(Enumerable.Range(0, settings.Share().Photos).Select(_ => WorkAsync(stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was begun has been given back.
        }
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        while (true)
        {
            var worked = false;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                worked = await TryOneAsync(scope.ServiceProvider, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database, most likely: the job's lease will end.
                Stumbled(log, e);
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }

            if (!worked)
                await bell.WaitAsync(stop);
        }
    }

    private async Task<bool> TryOneAsync(IServiceProvider services, CancellationToken stop)
    {
        var queue = services.GetRequiredService<JobQueue>();
        if (await queue.TakeAsync(_owner, stop) is not { } job)
            return false;
        services.GetRequiredService<CurrentCompany>().Id = job.CompanyId;
        var steps = new ConcurrentQueue<string>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var report = ReportAsync(job, steps, ended);
        try
        {
            var error = await services
                .GetRequiredService<ImageAnalysis>()
                .RunAsync(job.ImageId, job.Algorithms, steps.Enqueue, ended.Token);
            await queue.EndAsync(job, _owner, [.. steps], error, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The server stops, or the job has become another worker's.
            if (stop.IsCancellationRequested)
                await queue.ReturnAsync(job, _owner);
        }
        catch (Exception e)
        {
            Failed(log, job.Id, job.Attempts, e);
            await queue.RetryAsync(job, _owner, CancellationToken.None);
        }
        finally
        {
            await ended.CancelAsync();
            await report;
        }

        return true;
    }

    // Renews the lease and shows the progress; ends the work when the job was lost.
    private async Task ReportAsync(AnalysisJob job, ConcurrentQueue<string> steps, CancellationTokenSource ended)
    {
        try
        {
            for (var shown = -1; ; await Task.Delay(TimeSpan.FromMilliseconds(250), ended.Token))
            {
                if (shown == steps.Count && shown >= 0 && !IsTimeToRenew())
                    continue;
                shown = steps.Count;
                await using var scope = scopes.CreateAsyncScope();
                if (!await scope.ServiceProvider.GetRequiredService<JobQueue>().RenewAsync(job, _owner, [.. steps], ended.Token))
                    await ended.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }

        bool IsTimeToRenew() => Environment.TickCount64 % (long)(settings.Lease.TotalMilliseconds / 3) < 250;
    }

    [LoggerMessage(LogLevel.Error, "Analysis job {Job} failed at attempt {Attempt}")]
    private static partial void Failed(ILogger log, Guid job, int attempt, Exception exception);

    [LoggerMessage(LogLevel.Error, "An analysis worker stumbled")]
    private static partial void Stumbled(ILogger log, Exception exception);
}
