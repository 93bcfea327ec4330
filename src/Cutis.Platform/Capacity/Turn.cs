namespace Cutis.Platform.Capacity;

/// <summary>The turn of a piece of work: threads and memory that are its own until it is disposed of.</summary>
internal sealed class Turn : IDisposable
{
    private readonly Admission _admission;
    private readonly CancellationTokenSource _limit;
    private int _isOver;

    public Turn(Admission admission, Work work, int permits, CancellationToken stop)
    {
        (_admission, Work, Permits, Bytes, TimeLimit) = (
            admission,
            work,
            permits,
            work.Bytes,
            work.TimeLimit ?? admission.Limits.TimeLimit
        );
        // Counted from here: what waited long has its whole time.
        _limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (TimeLimit != Timeout.InfiniteTimeSpan)
            _limit.CancelAfter(TimeLimit);
        Stop = _limit.Token;
    }

    /// <summary>What it is for.</summary>
    public Work Work { get; }

    /// <summary>Threads that may work, at least 1.</summary>
    public int Permits { get; }

    /// <summary>Memory that it may take.</summary>
    public long Bytes { get; private set; }

    /// <summary>How long it may last.</summary>
    public TimeSpan TimeLimit { get; }

    /// <summary>Ends the work: whoever wanted it has left, or its time is over.</summary>
    public CancellationToken Stop { get; }

    /// <summary>
    /// Takes more memory, once more is known about the work; false when there is none. It never waits, so nothing can lock up.
    /// </summary>
    /// <param name="bytes">What is needed in all; less than before gives the rest back.</param>
    public bool TryResize(long bytes)
    {
        if (!_admission.TryResize(this, bytes))
            return false;
        Bytes = bytes;
        return true;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            return;
        _limit.Dispose();
        _admission.Leave(this);
    }
}
