namespace Cutis.Bench.Soak;

/// <summary>Counts of requests by kind and status, and how long they took.</summary>
internal sealed class SoakTally
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, List<double>> _times = [];
    private readonly SortedDictionary<int, int> _statuses = [];
    private readonly SortedDictionary<string, int> _failures = [];

    /// <summary>All requests.</summary>
    public int Requests
    {
        get
        {
            lock (_lock)
                return _times.Values.Sum(times => times.Count) + _failures.Values.Sum();
        }
    }

    /// <summary>
    /// Answers that a client has a right to complain about: 5xx but 503, and connections that broke. What was erased by another worker
    /// meanwhile is 404 or 410, and no error.
    /// </summary>
    public int Errors
    {
        get
        {
            lock (_lock)
                return _statuses
                        .Where(s => (s.Key >= 500 && s.Key != 503) || (s.Key is >= 400 and < 500 and not (404 or 410)))
                        .Sum(s => s.Value) + _failures.Values.Sum();
        }
    }

    /// <summary>Answers by status, such as <c>200: 71</c>.</summary>
    public string Statuses
    {
        get
        {
            lock (_lock)
                return string.Join(
                    ", ",
                    _statuses.Select(s => $"{s.Key}: {s.Value:N0}").Concat(_failures.Select(f => $"{f.Key}: {f.Value:N0}"))
                );
        }
    }

    public void Add(string what, int status, double milliseconds)
    {
        lock (_lock)
        {
            if (!_times.TryGetValue(what, out var times))
                _times[what] = times = [];
            times.Add(milliseconds);
            _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
        }
    }

    public void Fail(string why)
    {
        lock (_lock)
            _failures[why] = _failures.GetValueOrDefault(why) + 1;
    }

    /// <summary>For each kind the count, the median and the 99th percentile, in milliseconds.</summary>
    public IReadOnlyList<(string What, int Count, double Median, double P99)> Latencies()
    {
        lock (_lock)
        {
            return
            [
                .. _times.Select(kind =>
                {
                    var times = kind.Value.Order().ToArray();
                    return (kind.Key, times.Length, times[times.Length / 2], times[(int)(times.Length * 0.99)]);
                }),
            ];
        }
    }
}
