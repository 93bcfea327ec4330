
namespace Cutis.Server.Database;

/// <summary>One writer at a time, as SQLite wants it: waiting here is fair and cheap, waiting in SQLite is neither.</summary>
internal sealed class WriteLock : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Saves the changes of a context.</summary>
    public Task SaveAsync(CutisDb db, CancellationToken stop) => RunAsync(() => db.SaveChangesAsync(stop), stop);

    /// <summary>Runs a change that is not tracked by a context.</summary>
    public async Task<int> RunAsync(Func<Task<int>> change, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            return await change();
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
