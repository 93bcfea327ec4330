using System.Collections.Concurrent;

namespace Cutis.Platform.Storage;

/// <summary>
/// Writes down what requests note, in batches and in the background: a request waits for no writer. What was noted within the last moment
/// is lost with a process that is killed; one that is stopped writes it first.
/// </summary>
internal abstract partial class BatchWriter<T>(IServiceScopeFactory scopes, WriteLock writes, ILogger log) : BackgroundService
{
    /// <summary>As much is kept in memory while the database takes nothing; the rest is left out, and the log says so.</summary>
    public const int MaxWaiting = 100_000;

    private const int Batch = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // A writer that cannot write leaves the database to those who have somebody waiting.
    private static readonly TimeSpan IntervalAfterFailure = TimeSpan.FromSeconds(10);
    private readonly ConcurrentQueue<T> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _leftOut;

    /// <summary>Notes something that is to be written soon.</summary>
    public void Note(T item)
    {
        if (_waiting.Count < MaxWaiting)
            _waiting.Enqueue(item);
        else
            Interlocked.Increment(ref _leftOut);
    }

    /// <summary>Writes what was noted before, so that whoever reads it next finds it.</summary>
    public async Task FlushAsync(CancellationToken stop)
    {
        if (_waiting.IsEmpty)
            return;
        await _turn.WaitAsync(stop);
        try
        {
            while (!_waiting.IsEmpty)
                await WriteSomeAsync(stop);
            if (Interlocked.Exchange(ref _leftOut, 0) is > 0 and var count)
                LeftOut(log, count, GetType().Name);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    /// <summary>Writes a batch within a transaction.</summary>
    protected abstract Task WriteAsync(CutisDb db, IReadOnlyList<T> items, CancellationToken stop);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var isWritten = true; ; )
            {
                await Task.Delay(isWritten ? Interval : IntervalAfterFailure, stoppingToken);
                isWritten = await TryFlushAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest is written when the server stops.
        }
    }

    private async Task<bool> TryFlushAsync(CancellationToken stop)
    {
        try
        {
            await FlushAsync(stop);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The disk is full, or the database held: it is tried again, for as long as there is room.
            Failed(log, GetType().Name, e.Message);
            return false;
        }
    }

    // They leave the queue once they are written. Only this takes from it, one at a time.
    private async Task WriteSomeAsync(CancellationToken stop)
    {
        var some = _waiting.Take(Batch).ToList();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        await writes.RunAsync(
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                await WriteAsync(db, some, stop);
                await transaction.CommitAsync(CancellationToken.None);
                return some.Count;
            },
            stop
        );
        for (var i = 0; i < some.Count; i++)
            _waiting.TryDequeue(out _);
    }

    [LoggerMessage(LogLevel.Warning, "{Writer} could not write down what was noted, and tries again: {Reason}")]
    private static partial void Failed(ILogger log, string writer, string reason);

    [LoggerMessage(LogLevel.Error, "{Count} entries of {Writer} were left out, because too many were waiting")]
    private static partial void LeftOut(ILogger log, long count, string writer);
}
