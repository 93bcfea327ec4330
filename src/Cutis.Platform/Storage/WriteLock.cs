namespace Cutis.Platform.Storage;

/// <summary>
/// Admits one writer at a time, as SQLite requires: waiting here is fair and cheap, waiting in SQLite is neither. While another process
/// holds the database, the first writer fails after <see cref="BusyTimeout"/>, and those behind it fail at the same moment: they do
/// not wait for it one after the other.
/// </summary>
internal sealed class WriteLock : IDisposable
{
    /// <summary>How long SQLite waits for a writer of another process.</summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(3);

    // How long a writer waits behind writers of this process.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lock _lock = new();
    private CancellationTokenSource _blocked = new();

    /// <summary>Saves the changes of a context.</summary>
    /// <exception cref="DatabaseBusyException">Other writers hold the database for too long.</exception>
    public Task SaveAsync(CutisDb db, CancellationToken stop) => RunAsync(() => db.SaveChangesAsync(stop), stop);

    /// <summary>Runs a change that no context tracks.</summary>
    /// <exception cref="DatabaseBusyException">Other writers hold the database for too long.</exception>
    public async Task<int> RunAsync(Func<Task<int>> change, CancellationToken stop)
    {
        await EnterAsync(stop);
        try
        {
            return await change();
        }
        catch (Exception e) when (DatabaseFaults.Find(e) == DatabaseFault.Busy)
        {
            ReleaseNext();
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Adds a row if a condition holds, and keeps it true until the row is committed; false when it does not hold.</summary>
    /// <exception cref="DatabaseBusyException">Other writers hold the database for too long.</exception>
    public async Task<bool> AddWhileAsync(CutisDb db, object row, Func<CutisDb, Task<bool>> isSo, CancellationToken stop) =>
        await RunAsync(
            async () =>
            {
                // Immediate: what the transaction reads stays true until it ends, even if another process uses the database.
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                if (!await isSo(db))
                    return 0;
                db.Add(row);
                await db.SaveChangesAsync(stop);
                await transaction.CommitAsync(CancellationToken.None);
                return 1;
            },
            stop
        ) == 1;

    public void Dispose()
    {
        _one.Dispose();
        _blocked.Dispose();
    }

    private async Task EnterAsync(CancellationToken stop)
    {
        CancellationToken blocked;
        lock (_lock)
            blocked = _blocked.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, blocked);
        try
        {
            if (!await _one.WaitAsync(Patience, either.Token))
                throw new DatabaseBusyException();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new DatabaseBusyException();
        }

        // The turn can come at the moment at which everybody is told that the database is held.
        if (blocked.IsCancellationRequested)
        {
            _one.Release();
            throw new DatabaseBusyException();
        }
    }

    private void ReleaseNext()
    {
        CancellationTokenSource told;
        lock (_lock)
            (told, _blocked) = (_blocked, new CancellationTokenSource());
        told.Cancel();
        told.Dispose();
    }
}
