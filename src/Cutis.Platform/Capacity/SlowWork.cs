namespace Cutis.Platform.Capacity;

/// <summary>
/// Remembers work that exceeded its time limit, so that requests for it are refused at once for a while: a minute after the first time,
/// four times as long after each further one, and an hour at most.
/// </summary>
internal sealed class SlowWork(TimeProvider clock)
{
    /// <summary>The pause after the first failure.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    private const int Places = 10_000;
    private static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTimeOffset Until, TimeSpan Pause)> _known = new(StringComparer.Ordinal);

    /// <summary>How long the work is still refused; null when it may be tried.</summary>
    public TimeSpan? PauseOf(string key)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(key, out var found))
                return null;
            var rest = found.Until - clock.GetUtcNow();
            return rest > TimeSpan.Zero ? rest : null;
        }
    }

    /// <summary>Records that the work exceeded its time limit; returns the pause until it may be tried again.</summary>
    public TimeSpan Add(string key)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var pause = _known.TryGetValue(key, out var found)
                ? TimeSpan.FromTicks(Math.Min(4 * found.Pause.Ticks, MaxPause.Ticks))
                : FirstPause;
            if (_known.Count >= Places)
                Forget(now);
            _known[key] = (now + pause, pause);
            return pause;
        }
    }

    // Forgets what may be tried again; if that is not enough, everything, which costs each entry one more try.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in _known.Where(pair => pair.Value.Until + MaxPause < now).ToArray())
            _known.Remove(key);
        if (_known.Count >= Places)
            _known.Clear();
    }
}
