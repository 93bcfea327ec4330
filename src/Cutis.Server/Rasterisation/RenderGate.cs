using System.Threading.RateLimiting;

namespace Cutis.Server.Rasterisation;

/// <summary>Lets as many run as there are cores and a bounded number wait; the next one is turned away.</summary>
internal sealed class RenderGate(RasterisationOptions options) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Concurrency == 0 ? Environment.ProcessorCount : options.Concurrency,
        QueueLimit = options.Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>What a client that was turned away is told to wait.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Runs work on a thread of its own turn; null when the queue is full.</summary>
    public async Task<T?> RunAsync<T>(Func<T> work, CancellationToken stop)
        where T : class
    {
        using var lease = await _limiter.AcquireAsync(1, stop);
        return lease.IsAcquired ? await Task.Run(work, stop) : null;
    }

    /// <summary>Runs work that more than one thread can share: besides its own turn it gets those that are free.</summary>
    public async Task<T?> RunWideAsync<T>(Func<int, T> work, CancellationToken stop)
        where T : class
    {
        using var lease = await _limiter.AcquireAsync(1, stop);
        if (!lease.IsAcquired) return null;
        var more = new List<RateLimitLease>();
        try
        {
            while (_limiter.AttemptAcquire(1) is var another)
            {
                more.Add(another);
                if (!another.IsAcquired) break;
            }

            return await Task.Run(() => work(more.Count), stop);
        }
        finally
        {
            foreach (var other in more) other.Dispose();
        }
    }

    public void Dispose() => _limiter.Dispose();
}
