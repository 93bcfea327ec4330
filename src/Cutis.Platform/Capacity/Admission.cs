namespace Cutis.Platform.Capacity;

/// <summary>
/// Admits heavy work: opening photos, reading results, planning, drawing, analysing. Each piece of work asks for threads and memory before
/// it uses either, and holds them until its turn ends.
/// </summary>
/// <remarks>
/// Companies take turns; the one with the fewest threads goes first. The last permit is reserved for light work and for companies that have
/// nothing running, and no company can hold the last quarter of the memory, so that nobody can block everybody else. Pictures that could
/// not leave the memory yet count with it.
/// </remarks>
internal sealed class Admission
{
    // Work that has waited longer than this for memory receives what becomes free, before others that need less.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, CompanyWork> _companies = [];
    private readonly AdmissionLimits _limits;
    private readonly TimeProvider _clock;
    private readonly TransitMemory _transit;
    private int _permits;
    private int _waiting;
    private long _bytes;
    private long _turns;

    /// <param name="limits">The limits.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="transit">Memory of pictures that clients have not received yet.</param>
    public Admission(AdmissionLimits limits, TimeProvider clock, TransitMemory? transit = null)
    {
        (_limits, _clock, _transit) = (limits, clock, transit ?? new TransitMemory());
        IdleSince = clock.GetTimestamp();
        _transit.Tell(() =>
        {
            lock (_lock)
                Pump();
        });
    }

    /// <summary>The limits in force.</summary>
    public AdmissionLimits Limits => _limits;

    /// <summary>Memory held by turns at present.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>When the last turn ended, in ticks of the clock; null while there is one.</summary>
    public long? IdleSince
    {
        get
        {
            lock (_lock)
                return _permits == 0 ? field : null;
        }
        private set;
    }

    /// <summary>Waits for a turn.</summary>
    /// <param name="work">The work.</param>
    /// <param name="stop">Cancels the waiting, and later the work.</param>
    /// <returns>The turn, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public async Task<(Turn? Turn, Refusal? Refusal)> EnterAsync(Work work, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (work.Bytes > _limits.CompanyBytes)
            return (null, Refusal.TooLarge(work.Bytes, _limits.CompanyBytes));
        var waiting = new WaitingWork(work, _clock.GetTimestamp(), stop);
        lock (_lock)
        {
            var company = CompanyOf(work);
            var isFull = !work.IsPatient && (company.Waiting >= _limits.CompanyQueue || _waiting >= _limits.Queue);
            company.Add(waiting);
            if (!work.IsPatient)
                _waiting++;
            Pump();
            if (waiting.Place is not null && isFull)
            {
                Remove(waiting);
                return (null, Refusal.Busy);
            }
        }

        if (waiting.Turn.Task.IsCompletedSuccessfully)
            return (await waiting.Turn.Task, null);
        using var limit = new CancellationTokenSource(work.IsPatient ? Timeout.InfiniteTimeSpan : _limits.WaitLimit, _clock);
        await using var late = limit.Token.Register(() => GiveUp(waiting, hasLeft: false));
        await using var gone = stop.Register(() => GiveUp(waiting, hasLeft: true));
        return await waiting.Turn.Task is { } turn ? (turn, null) : (null, Refusal.Busy);
    }

    /// <summary>Changes the memory of a turn; false when there is not enough.</summary>
    public bool TryResize(Turn turn, long bytes)
    {
        lock (_lock)
        {
            var company = _companies[turn.Work.Company];
            var more = bytes - turn.Bytes;
            if (more > 0 && (_bytes + more > _limits.Bytes || company.Bytes + more > _limits.CompanyBytes))
                return false;
            _bytes += more;
            company.Bytes += more;
            if (more < 0)
                Pump();
            return true;
        }
    }

    /// <summary>Ends a turn.</summary>
    public void Leave(Turn turn)
    {
        lock (_lock)
        {
            var company = _companies[turn.Work.Company];
            _permits -= turn.Permits;
            _bytes -= turn.Bytes;
            company.Permits -= turn.Permits;
            company.Bytes -= turn.Bytes;
            if (_permits == 0)
                IdleSince = _clock.GetTimestamp();
            if (company.IsIdle)
                _companies.Remove(turn.Work.Company);
            Pump();
        }
    }

    private CompanyWork CompanyOf(Work work) =>
        _companies.TryGetValue(work.Company, out var company) ? company : _companies[work.Company] = new CompanyWork();

    private void GiveUp(WaitingWork waiting, bool hasLeft)
    {
        lock (_lock)
        {
            if (waiting.Place is null)
                return;
            Remove(waiting);
            // It may have been the one for which memory was held back.
            Pump();
        }

        if (hasLeft)
            waiting.Turn.SetCanceled(waiting.Stop);
        else
            waiting.Turn.SetResult(null);
    }

    private void Remove(WaitingWork waiting)
    {
        var company = _companies[waiting.Work.Company];
        company.Remove(waiting);
        if (!waiting.Work.IsPatient)
            _waiting--;
        if (company.IsIdle)
            _companies.Remove(waiting.Work.Company);
    }

    // Admits whatever fits, one piece of work after another.
    private void Pump()
    {
        while (_permits < _limits.Permits && Next() is { } next)
            Begin(next);
    }

    private WaitingWork? Next()
    {
        if (!_companies.Values.Any(c => c.Heads().Any()))
            return null;
        var used = _bytes + _transit.Excess;
        var starved = Starved(used);
        foreach (var company in _companies.Values.Where(c => c.Heads().Any()).OrderBy(c => c.Permits).ThenBy(c => c.LastTurn))
        foreach (var head in company.Heads())
            if (Fits(company, head, starved, used))
                return head;
        return null;
    }

    // The work that has waited longest for memory that others hold.
    private WaitingWork? Starved(long used)
    {
        var now = _clock.GetTimestamp();
        WaitingWork? longest = null;
        foreach (var company in _companies.Values)
        {
            foreach (var head in company.Heads())
            {
                var isStarved =
                    used + head.Work.Bytes > _limits.Bytes
                    && company.Bytes + head.Work.Bytes <= _limits.CompanyBytes
                    && _clock.GetElapsedTime(head.Arrived, now) > Patience;
                if (isStarved && (longest is null || head.Arrived < longest.Arrived))
                    longest = head;
            }
        }

        return longest;
    }

    private bool Fits(CompanyWork company, WaitingWork head, WaitingWork? starved, long used)
    {
        var isLast = _limits.Permits > 1 && _permits + 1 == _limits.Permits;
        if (isLast && !head.Work.IsLight && company.Permits > 0)
            return false;
        if (company.Bytes + head.Work.Bytes > _limits.CompanyBytes)
            return false;
        var kept = starved is null || starved == head ? 0 : starved.Work.Bytes;
        return used + head.Work.Bytes + kept <= _limits.Bytes;
    }

    private void Begin(WaitingWork next)
    {
        var company = _companies[next.Work.Company];
        company.Remove(next);
        if (!next.Work.IsPatient)
            _waiting--;
        // All threads that nobody else is waiting for, except the last one.
        var free = _companies.Values.Any(c => c.Heads().Any()) ? 0 : _limits.Permits - _permits - 2;
        var permits = Math.Min(_limits.WorkPermits, 1 + Math.Clamp(next.Work.Threads - 1, 0, Math.Max(0, free)));
        _permits += permits;
        _bytes += next.Work.Bytes;
        company.Permits += permits;
        company.Bytes += next.Work.Bytes;
        company.Served(next.Work, ++_turns);
        next.Turn.SetResult(new Turn(this, next.Work, permits, next.Stop));
    }
}
