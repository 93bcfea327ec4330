namespace Cutis.Platform.Jobs;

/// <summary>When each company last had a turn of a kind of job in this process, so that they take turns.</summary>
internal sealed class JobTurns
{
    private const int MaxRemembered = 100_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Kind, Guid Company), long> _last = [];
    private long _turns;

    /// <summary>Notes that a job of a company was begun.</summary>
    public void Served(string kind, Guid company)
    {
        lock (_lock)
        {
            if (_last.Count >= MaxRemembered)
                _last.Clear();
            _last[(kind, company)] = ++_turns;
        }
    }

    /// <summary>A number that is the larger the later the last turn of a company was; 0 when it had none.</summary>
    public long LastOf(string kind, Guid company)
    {
        lock (_lock)
            return _last.GetValueOrDefault((kind, company));
    }
}
