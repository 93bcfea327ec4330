namespace Cutis.Platform.Photos;

/// <summary>
/// Keeps values up to a number of bytes, dropping those used longest ago. A value that many ask for at once is made once; when
/// all who ask have left, making it stops.
/// </summary>
/// <param name="capacity">Bytes kept.</param>
/// <param name="size">Bytes of a value, or null for one that must not be kept.</param>
/// <param name="kept">Told of each value whether it is kept now; quick, for others wait.</param>
/// <param name="clock">Tells what was not used for long.</param>
internal sealed class SingleFlightCache<T>(long capacity, Func<T, long?> size, Action<T, bool>? kept = null, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _kept = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
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
                node.Value.Used = _clock.GetTimestamp();
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Value;
            }

            if (!_flights.TryGetValue(key, out flight))
                _flights[key] = flight = new Flight();
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
                    if (_flights.GetValueOrDefault(key) == flight)
                        _flights.Remove(key);
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
                if (_kept.TryGetValue(key, out var node))
                    Drop(node);
            }
        }
    }

    /// <summary>Whether a value is kept.</summary>
    public bool Has(string key)
    {
        lock (_lock)
            return _kept.ContainsKey(key);
    }

    /// <summary>Drops what was used longest ago, until no more than some bytes are kept.</summary>
    public void Shrink(long bytes)
    {
        lock (_lock)
            while (Bytes > bytes && _byUse.Last is { } oldest)
                Drop(oldest);
    }

    /// <summary>Drops what was not used for some time; true when there was something.</summary>
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
