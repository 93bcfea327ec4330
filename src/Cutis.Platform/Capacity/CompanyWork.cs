namespace Cutis.Platform.Capacity;

/// <summary>What one company has running and waiting.</summary>
internal sealed class CompanyWork
{
    private readonly LinkedList<WaitingWork> _light = new();
    private readonly LinkedList<WaitingWork> _heavy = new();
    private bool _lightWasLast;

    /// <summary>Permits that its work holds.</summary>
    public int Permits { get; set; }

    /// <summary>Bytes that its work holds.</summary>
    public long Bytes { get; set; }

    /// <summary>When it last got a turn, as a count.</summary>
    public long LastTurn { get; set; }

    /// <summary>Impatient work that waits.</summary>
    public int Waiting { get; private set; }

    /// <summary>Whether nothing of it is here.</summary>
    public bool IsIdle => Permits == 0 && _light.Count == 0 && _heavy.Count == 0;

    /// <summary>The oldest light and the oldest heavy work, alternately first: neither kind waits for all of the other.</summary>
    public IEnumerable<WaitingWork> Heads()
    {
        var (first, second) = _lightWasLast ? (_heavy, _light) : (_light, _heavy);
        if (first.First is { } one)
            yield return one.Value;
        if (second.First is { } other)
            yield return other.Value;
    }

    public void Add(WaitingWork waiting)
    {
        waiting.Place = (waiting.Work.IsLight ? _light : _heavy).AddLast(waiting);
        if (!waiting.Work.IsPatient)
            Waiting++;
    }

    public void Remove(WaitingWork waiting)
    {
        waiting.Place!.List!.Remove(waiting.Place);
        waiting.Place = null;
        if (!waiting.Work.IsPatient)
            Waiting--;
    }

    /// <summary>Notes that a piece of work of it got its turn.</summary>
    public void Served(Work work, long count) => (_lightWasLast, LastTurn) = (work.IsLight, count);
}

/// <summary>A piece of work that waits.</summary>
internal sealed class WaitingWork(Work work, long arrived, CancellationToken stop)
{
    public Work Work => work;

    /// <summary>When it came, in ticks of the clock.</summary>
    public long Arrived => arrived;

    public CancellationToken Stop => stop;

    /// <summary>Its turn, once it has come; null when it waited too long.</summary>
    public TaskCompletionSource<Turn?> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its place in the queue; null once it has left it.</summary>
    public LinkedListNode<WaitingWork>? Place { get; set; }
}
