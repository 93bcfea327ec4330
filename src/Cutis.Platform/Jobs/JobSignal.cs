using System.Collections.Concurrent;

namespace Cutis.Platform.Jobs;

/// <summary>Wakes the workers of this process when a job of their kind comes; other processes look every second.</summary>
internal sealed class JobSignal : IDisposable
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _rung = new(StringComparer.Ordinal);

    public void Ring(string kind) => Of(kind).Release();

    /// <summary>Returns when it was rung, or after a second.</summary>
    public Task WaitAsync(string kind, CancellationToken stop) => Of(kind).WaitAsync(TimeSpan.FromSeconds(1), stop);

    public void Dispose()
    {
        foreach (var rung in _rung.Values)
            rung.Dispose();
    }

    private SemaphoreSlim Of(string kind) => _rung.GetOrAdd(kind, _ => new SemaphoreSlim(0));
}
