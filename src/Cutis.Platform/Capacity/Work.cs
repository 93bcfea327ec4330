namespace Cutis.Platform.Capacity;

/// <summary>A piece of heavy work that asks for its turn.</summary>
/// <param name="Company">Whose it is.</param>
/// <param name="Bytes">Memory that it takes at most.</param>
internal readonly record struct Work(Guid Company, long Bytes)
{
    /// <summary>As many threads as there may be.</summary>
    public const int AllThreads = 1024;

    // As long as an ordinary picture takes.
    private static readonly TimeSpan Light = TimeSpan.FromSeconds(0.25);

    /// <summary>Time of one core that it is expected to take.</summary>
    public TimeSpan Expected { get; init; }

    /// <summary>Threads that it can use, at least 1; it gets those of them that are free.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The longest that its turn may last; null for the usual limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Whether it waits as long as it takes, and is not counted among those that wait: work that nobody is waiting for.</summary>
    public bool IsPatient { get; init; }

    /// <summary>Whether it is over soon.</summary>
    public bool IsLight => Expected <= Light;
}
