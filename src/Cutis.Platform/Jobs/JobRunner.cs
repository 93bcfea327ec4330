using Cutis.Platform.Storage;

namespace Cutis.Platform.Jobs;

/// <summary>Takes a job, has its handler do it, and records how it ended.</summary>
internal sealed partial class JobRunner(IServiceScopeFactory scopes, TimeProvider clock, ILogger<JobRunner> log)
{
    // Work of minutes is not thrown away because the database is held by another program for some seconds.
    private const int MaxTries = 5;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
    private readonly string _owner = Ids.New().ToString("N");

    /// <summary>Does the next job of a kind.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> TryOneAsync(JobKind kind, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<JobQueue>().TakeAsync(kind, _owner, stop) is not { } job)
            return false;
        scope.ServiceProvider.GetRequiredService<CurrentCompany>().Id = job.CompanyId;
        await using var lease = new JobLease(job, kind, scopes, clock, log, stop);
        try
        {
            var handler = (IJobHandler)scope.ServiceProvider.GetRequiredService(kind.Handler);
            var error = await handler.RunAsync(job, lease.Done, lease.Working);
            await RecordAsync(queue => queue.EndAsync(job, lease.Steps, error, CancellationToken.None), MaxTries);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await RecordAsync(queue => queue.ReturnAsync(job), 1);
        }
        catch (OperationCanceledException) when (lease.IsLost)
        {
            // Another worker does it.
        }
        catch (TryAgainException e)
        {
            Postponed(log, kind.Name, job.Id, job.Attempts, e.Message);
            await RecordAsync(queue => queue.RetryAsync(job, kind, e.AtLeast, CancellationToken.None), MaxTries);
        }
        catch (Exception e)
        {
            Failed(log, kind.Name, job.Id, job.Attempts, e);
            await RecordAsync(queue => queue.RetryAsync(job, kind, TimeSpan.Zero, CancellationToken.None), MaxTries);
        }

        return true;
    }

    // In a scope of its own: whatever the handler has left in its own is no part of this.
    private async Task RecordAsync(Func<JobQueue, Task> change, int tries)
    {
        while (true)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await change(scope.ServiceProvider.GetRequiredService<JobQueue>());
                return;
            }
            catch (Exception e) when (--tries > 0 && DatabaseFaults.Find(e) is DatabaseFault.Busy)
            {
                await Task.Delay(BetweenTries, clock, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Attempt {Attempt} of {Kind} job {Job} is made again later: {Reason}")]
    private static partial void Postponed(ILogger log, string kind, Guid job, int attempt, string reason);

    [LoggerMessage(LogLevel.Error, "Attempt {Attempt} of {Kind} job {Job} failed")]
    private static partial void Failed(ILogger log, string kind, Guid job, int attempt, Exception exception);
}
