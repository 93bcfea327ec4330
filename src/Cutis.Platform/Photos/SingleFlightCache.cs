namespace Cutis.Platform.Photos;

/// <summary>
/// A least-recently-used cache bounded in bytes. Concurrent requests for a missing value share one computation, which is cancelled when all
/// of them have left.
/// </summary>
/// <param name="capacity">Maximum number of bytes.</param>
/// <param name="size">Size of a value in bytes; null for a value that must not be cached.</param>
/// <param name="kept">Called when a value enters or leaves the cache, under its lock: must be quick.</param>
/// <param name="clock">Measures how long values have been unused.</param>
internal sealed class SingleFlightCache<T>(long capacity, Func<T, long?> size, Action<T, bool>? kept = null, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _kept = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>Number of bytes in the cache.</summary>
    public long Bytes { get; private set; }

    /// <summary>The value of a key, computed if necessary.</summary>
    public async Task<T> GetAsync(string key, Func<CancellationToken, Task<T>> make, CancellationToken stop)
    {
        Flight? flight;
        lock (_lock)
        {
            if (_kept.TryGetValue(key, out var node))
            {
                node.Value.Used = _clock.GetTimestamp();
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Value;
            }

            if (!_flights.TryGetValue(key, out flight))
                _flights[key] = flight = new Flight();
            flight.Waiting++;
            // On another thread, because computing may take long before its first await.
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
                    if (_flights.GetValueOrDefault(key) == flight)
                        _flights.Remove(key);
                }
            }
        }
    }

    /// <summary>Removes all values whose keys have a prefix.</summary>
    public void Remove(string prefix)
    {
        lock (_lock)
        {
            foreach (var key in _kept.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
            {
                if (_kept.TryGetValue(key, out var node))
                    Drop(node);
            }
        }
    }

    /// <summary>Whether a value is in the cache.</summary>
    public bool Has(string key)
    {
        lock (_lock)
            return _kept.ContainsKey(key);
    }

    /// <summary>Removes the least recently used values until at most some bytes remain.</summary>
    public void Shrink(long bytes)
    {
        lock (_lock)
            while (Bytes > bytes && _byUse.Last is { } oldest)
                Drop(oldest);
    }

    /// <summary>Removes values that were not used for some time; true when there were any.</summary>
    public bool DropUnused(TimeSpan time)
    {
        lock (_lock)
        {
            var before = _byUse.Count;
            while (_byUse.Last is { } oldest && _clock.GetElapsedTime(oldest.Value.Used) >= time)
                Drop(oldest);
            return _byUse.Count < before;
        }
    }

    private async Task<T> MakeAsync(string key, Flight flight, Func<CancellationToken, Task<T>> make)
    {
        try
        {
            var value = await make(flight.Stop.Token);
            if (size(value) is { } bytes && bytes <= capacity)
                Keep(key, value, bytes);
            else
                kept?.Invoke(value, false);
            return value;
        }
        finally
        {
            lock (_lock)
            {
                if (_flights.GetValueOrDefault(key) == flight)
                    _flights.Remove(key);
            }
        }
    }

    private void Keep(string key, T value, long bytes)
    {
        lock (_lock)
        {
            if (_kept.ContainsKey(key))
                return;
            _kept[key] = _byUse.AddFirst(new Entry(key, value, bytes) { Used = _clock.GetTimestamp() });
            Bytes += bytes;
            kept?.Invoke(value, true);
            Shrink(capacity);
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _kept.Remove(node.Value.Key);
        Bytes -= node.Value.Bytes;
        kept?.Invoke(node.Value.Value, false);
    }

    private sealed record Entry(string Key, T Value, long Bytes)
    {
        public long Used { get; set; }
    }

    private sealed class Flight
    {
        public CancellationTokenSource Stop { get; } = new();

        public Task<T>? Task { get; set; }

        public int Waiting { get; set; }
    }
}
