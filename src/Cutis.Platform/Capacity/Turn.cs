namespace Cutis.Platform.Capacity;

/// <summary>The turn of a piece of work: threads and memory that belong to it until it is disposed.</summary>
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
        // The limit counts from here, so that work that waited long has all its time.
        _limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (TimeLimit != Timeout.InfiniteTimeSpan)
            _limit.CancelAfter(TimeLimit);
        Stop = _limit.Token;
    }

    /// <summary>The work.</summary>
    public Work Work { get; }

    /// <summary>Number of threads that it may use, at least 1.</summary>
    public int Permits { get; }

    /// <summary>Memory that it may use, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Its time limit.</summary>
    public TimeSpan TimeLimit { get; }

    /// <summary>Cancelled when the caller has left or the time is over.</summary>
    public CancellationToken Stop { get; }

    /// <summary>
    /// Takes more memory once more is known about the work; false when there is not enough. It never waits, so that there can be no
    /// deadlock.
    /// </summary>
    /// <param name="bytes">The total memory needed; less than before returns the rest.</param>
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
