namespace Cutis.Platform.Analysis;

/// <summary>Which queue of analyses is full.</summary>
internal enum QueueFull
{
    /// <summary>That of the company; others go on.</summary>
    OfCompany,

    /// <summary>That of the whole server.</summary>
    OfServer,
}

/// <summary>When each company last had a turn in this process, so that they take turns.</summary>
internal sealed class JobTurns
{
    private const int MaxRemembered = 100_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, long> _last = [];
    private long _turns;

    /// <summary>Notes that a job of a company was begun.</summary>
    public void Served(Guid company)
    {
        lock (_lock)
        {
            if (_last.Count >= MaxRemembered)
                _last.Clear();
            _last[company] = ++_turns;
        }
    }

    /// <summary>A number that is the larger the later the last turn of a company was; 0 when it had none.</summary>
    public long LastOf(Guid company)
    {
        lock (_lock)
            return _last.GetValueOrDefault(company);
    }
}
