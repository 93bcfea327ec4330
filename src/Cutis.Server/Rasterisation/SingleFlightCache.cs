namespace Cutis.Server.Rasterisation;

/// <summary>
/// Keeps values up to a number of bytes, dropping those used longest ago. A value that many ask for at once is made once; when
/// all who ask have left, making it stops.
/// </summary>
/// <param name="capacity">Bytes kept.</param>
/// <param name="size">Bytes of a value, or null for one that must not be kept.</param>
/// <param name="kept">Told of each value whether it is kept now; quick, for others wait.</param>
internal sealed class SingleFlightCache<T>(long capacity, Func<T, long?> size, Action<T, bool>? kept = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, T Value, long Bytes)>> _kept = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, T Value, long Bytes)> _byUse = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>Bytes kept now.</summary>
    public long Bytes { get; private set; }

    /// <summary>The value of a key, made if need be.</summary>
    public async Task<T> GetAsync(string key, Func<CancellationToken, Task<T>> make, CancellationToken stop)
    {
        Flight? flight;
        lock (_lock)
        {
            if (_kept.TryGetValue(key, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Value;
            }

            if (!_flights.TryGetValue(key, out flight)) _flights[key] = flight = new Flight();
            flight.Waiting++;
            // Off this thread: making may take long before it first waits.
            flight.Task ??= Task.Run(() => MakeAsync(key, flight, make), CancellationToken.None);
        }

        try
        {
            return await flight.Task.WaitAsync(stop);
        }
        finally
        {
            lock (_lock)
            {
                if (--flight.Waiting == 0 && !flight.Task.IsCompleted)
                {
                    flight.Stop.Cancel();
                    if (_flights.GetValueOrDefault(key) == flight) _flights.Remove(key);
                }
            }
        }
    }

    /// <summary>Drops the values whose keys begin so.</summary>
    public void Remove(string prefix)
    {
        lock (_lock)
        {
            foreach (var key in _kept.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
            {
                if (!_kept.Remove(key, out var node)) continue;
                _byUse.Remove(node);
                Bytes -= node.Value.Bytes;
                kept?.Invoke(node.Value.Value, false);
            }
        }
    }

    private async Task<T> MakeAsync(string key, Flight flight, Func<CancellationToken, Task<T>> make)
    {
        try
        {
            var value = await make(flight.Stop.Token);
            if (size(value) is { } bytes && bytes <= capacity) Keep(key, value, bytes);
            else kept?.Invoke(value, false);
            return value;
        }
        finally
        {
            lock (_lock)
            {
                if (_flights.GetValueOrDefault(key) == flight) _flights.Remove(key);
            }
        }
    }

    private void Keep(string key, T value, long bytes)
    {
        lock (_lock)
        {
            if (_kept.ContainsKey(key)) return;
            _kept[key] = _byUse.AddFirst((key, value, bytes));
            Bytes += bytes;
            kept?.Invoke(value, true);
            while (Bytes > capacity && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _kept.Remove(oldest.Value.Key);
                Bytes -= oldest.Value.Bytes;
                kept?.Invoke(oldest.Value.Value, false);
            }
        }
    }

    private sealed class Flight
    {
        public CancellationTokenSource Stop { get; } = new();

        public Task<T>? Task { get; set; }

        public int Waiting { get; set; }
    }
}
