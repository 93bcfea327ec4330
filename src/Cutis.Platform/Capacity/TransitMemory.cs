namespace Cutis.Platform.Capacity;

/// <summary>
/// The memory of pictures in transit beyond what is set aside for them. It counts as memory of heavy work, so that no more pictures are
/// begun than leave memory.
/// </summary>
internal sealed class TransitMemory
{
    private Func<long>? _excess;
    private Action? _released;

    /// <summary>Bytes beyond what is set aside; asked for whenever work is to begin, so that a picture counts as soon as it is
    /// drawn.</summary>
    public long Excess => _excess?.Invoke() ?? 0;

    /// <summary>Says where the bytes are counted. The function must be quick and take no turn.</summary>
    public void Count(Func<long> excess) => _excess = excess;

    /// <summary>Says who is told when some of the memory was released.</summary>
    public void Tell(Action released) => _released += released;

    /// <summary>Lets waiting work look again; must not be called under a lock.</summary>
    public void Release() => _released?.Invoke();
}
