using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Jobs;

/// <summary>
/// Keeps a job that was taken for as long as it is worked on: renews its lease after each third of it, and shows the progress. A renewal
/// that fails is tried again, and ends nothing; a lease that is another worker's by now ends the work.
/// </summary>
internal sealed partial class JobLease : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly Job _job;
    private readonly JobKind _kind;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ConcurrentQueue<string> _steps = new();
    private readonly CancellationTokenSource _working;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _kept;

    /// <param name="job">As it was taken.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="scopes">Where a queue comes from for each renewal.</param>
    /// <param name="clock">The time, and the timer.</param>
    /// <param name="log">Told of renewals that fail, and of a lease that is lost.</param>
    /// <param name="stop">Ends the work, but not the renewals: what is being worked on is kept until this is disposed of.</param>
    public JobLease(Job job, JobKind kind, IServiceScopeFactory scopes, TimeProvider clock, ILogger log, CancellationToken stop)
    {
        (_job, _kind, _scopes, _clock, _log) = (job, kind, scopes, clock, log);
        _working = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _kept = KeepAsync(new PeriodicTimer(Interval, clock));
    }

    /// <summary>Ends when the server stops, or when the job has become another worker's.</summary>
    public CancellationToken Working => _working.Token;

    /// <summary>Whether the job has become another worker's.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Steps that have ended.</summary>
    public ImmutableArray<string> Steps => [.. _steps];

    /// <summary>Notes that a step has ended.</summary>
    public void Done(string step) => _steps.Enqueue(step);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _kept;
        _over.Dispose();
        _working.Dispose();
    }

    private async Task KeepAsync(PeriodicTimer timer)
    {
        using (timer)
        {
            try
            {
                // What another attempt has shown is taken off at once.
                var (shown, renewed, isFailing) = (-1, _clock.GetTimestamp(), false);
                do
                {
                    var (steps, now) = (Steps, _clock.GetTimestamp());
                    if (shown == steps.Length && _clock.GetElapsedTime(renewed, now) < _kind.Lease / 3)
                        continue;
                    try
                    {
                        if (!await RenewAsync(steps))
                        {
                            await LoseAsync();
                            return;
                        }

                        (shown, renewed, isFailing) = (steps.Length, now, false);
                    }
                    catch (Exception e) when (!_over.IsCancellationRequested)
                    {
                        // The database, most likely. The next tick tries again.
                        if (!isFailing)
                            NotRenewed(_log, _kind.Name, _job.Id, e);
                        isFailing = true;
                    }
                } while (await timer.WaitForNextTickAsync(_over.Token));
            }
            catch (OperationCanceledException) when (_over.IsCancellationRequested)
            {
                // The work has ended.
            }
        }
    }

    private async Task<bool> RenewAsync(ImmutableArray<string> steps)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JobQueue>().RenewAsync(_job, _kind, steps, _over.Token);
    }

    private Task LoseAsync()
    {
        IsLost = true;
        Lost(_log, _kind.Name, _job.Id, _job.Attempts);
        return _working.CancelAsync();
    }

    [LoggerMessage(LogLevel.Warning, "The lease of {Kind} job {Job} could not be renewed; it is tried again")]
    private static partial void NotRenewed(ILogger log, string kind, Guid job, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Attempt {Attempt} of {Kind} job {Job} is given up: another worker has taken the job")]
    private static partial void Lost(ILogger log, string kind, Guid job, int attempt);
}
