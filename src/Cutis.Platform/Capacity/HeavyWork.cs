namespace Cutis.Platform.Capacity;

/// <summary>Runs heavy work: each piece in its turn, on a thread of its own, within its limits of time and memory.</summary>
internal sealed partial class HeavyWork(Admission admission, SlowWork slow, TimeProvider clock, ILogger<HeavyWork> log)
{
    // Work checks its token often; an answer does not wait for work that fails to.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs a piece of work.</summary>
    /// <param name="work">What it needs.</param>
    /// <param name="act">Does the work; must end early when the turn's token is cancelled.</param>
    /// <param name="stop">Cancelled when the caller has left.</param>
    /// <param name="key">Identifies the work: if it is too slow, it is refused for a while. Null when it has no identity.</param>
    /// <returns>The result of the work, or why it was not done.</returns>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public async Task<Outcome<T>> RunAsync<T>(Work work, Func<Turn, Task<T>> act, CancellationToken stop, string? key = null)
        where T : class
    {
        if (key is not null && slow.PauseOf(key) is { } rest)
            return Outcome<T>.Refused(Refusal.TooSlow(work.TimeLimit ?? admission.Limits.TimeLimit, rest));
        var (turn, refusal) = await admission.EnterAsync(work, stop);
        if (turn is null)
            return Outcome<T>.Refused(refusal!);
        // The turn ends with the work, even if nobody is waiting for it any more.
        var running = Task.Run(() => DoAsync(turn, act), CancellationToken.None);
        try
        {
            var limit = turn.TimeLimit == Timeout.InfiniteTimeSpan ? turn.TimeLimit : turn.TimeLimit + Grace;
            return new Outcome<T>(await running.WaitAsync(limit, clock, stop), null);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return TooSlow<T>(turn, key);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            Observe(running);
            DoesNotStop(log, turn.TimeLimit.TotalSeconds);
            return TooSlow<T>(turn, key);
        }
        catch (OperationCanceledException)
        {
            Observe(running);
            throw;
        }
        catch (Exception e) when (IsOutOfMemory(e))
        {
            OutOfMemory(log, work.Bytes, e);
            return Outcome<T>.Refused(Refusal.Busy);
        }
    }

    private static async Task<T> DoAsync<T>(Turn turn, Func<Turn, Task<T>> act)
    {
        using (turn)
            return await act(turn);
    }

    private static void Observe(Task task) =>
        _ = task.ContinueWith(
            ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default
        );

    private static bool IsOutOfMemory(Exception e) =>
        e is OutOfMemoryException
        || (e is AggregateException all && all.Flatten().InnerExceptions.Any(inner => inner is OutOfMemoryException));

    private Outcome<T> TooSlow<T>(Turn turn, string? key)
        where T : class
    {
        Slow(log, turn.TimeLimit.TotalSeconds);
        return Outcome<T>.Refused(Refusal.TooSlow(turn.TimeLimit, key is null ? SlowWork.FirstPause : slow.Add(key)));
    }

    [LoggerMessage(LogLevel.Warning, "Heavy work exceeded its time limit of {Seconds} s")]
    private static partial void Slow(ILogger log, double seconds);

    [LoggerMessage(LogLevel.Error, "Heavy work did not stop at its time limit of {Seconds} s; it keeps its turn until it ends")]
    private static partial void DoesNotStop(ILogger log, double seconds);

    [LoggerMessage(LogLevel.Error, "Heavy work ran out of memory although {Bytes} bytes were reserved for it")]
    private static partial void OutOfMemory(ILogger log, long bytes, Exception e);
}

/// <summary>The result of a piece of work, or why it was not done.</summary>
internal readonly record struct Outcome<T>(T? Value, Refusal? Refusal)
    where T : class
{
    /// <summary>An outcome without a value.</summary>
    public static Outcome<T> Refused(Refusal refusal) => new(null, refusal);
}
