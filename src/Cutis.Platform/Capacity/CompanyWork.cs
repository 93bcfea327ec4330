namespace Cutis.Platform.Capacity;

/// <summary>The running and waiting work of one company.</summary>
internal sealed class CompanyWork
{
    private readonly LinkedList<WaitingWork> _light = new();
    private readonly LinkedList<WaitingWork> _heavy = new();
    private bool _lightWasLast;

    /// <summary>Permits that its work holds.</summary>
    public int Permits { get; set; }

    /// <summary>Bytes that its work holds.</summary>
    public long Bytes { get; set; }

    /// <summary>Sequence number of its last turn.</summary>
    public long LastTurn { get; set; }

    /// <summary>Number of waiting pieces of work that count towards the queue.</summary>
    public int Waiting { get; private set; }

    /// <summary>Whether it has no work at all.</summary>
    public bool IsIdle => Permits == 0 && _light.Count == 0 && _heavy.Count == 0;

    /// <summary>Its oldest light and oldest heavy work, alternating in order, so that neither kind waits for all of the other.</summary>
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

    /// <summary>Records that a piece of its work received a turn.</summary>
    public void Served(Work work, long count) => (_lightWasLast, LastTurn) = (work.IsLight, count);
}

/// <summary>A waiting piece of work.</summary>
internal sealed class WaitingWork(Work work, long arrived, CancellationToken stop)
{
    public Work Work => work;

    /// <summary>When it arrived, in ticks of the clock.</summary>
    public long Arrived => arrived;

    public CancellationToken Stop => stop;

    /// <summary>Its turn, once it is granted; null when it waited too long.</summary>
    public TaskCompletionSource<Turn?> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its node in the queue; null once it has left it.</summary>
    public LinkedListNode<WaitingWork>? Place { get; set; }
}
