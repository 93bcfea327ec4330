namespace Cutis.Platform.Capacity;

/// <summary>A piece of heavy work that asks for a turn.</summary>
/// <param name="Company">The company.</param>
/// <param name="Bytes">Upper bound of its memory in bytes.</param>
internal readonly record struct Work(Guid Company, long Bytes)
{
    /// <summary>Stands for as many threads as there may be.</summary>
    public const int AllThreads = 1024;

    // The time of an ordinary picture.
    private static readonly TimeSpan Light = TimeSpan.FromSeconds(0.25);

    /// <summary>Expected time on one core.</summary>
    public TimeSpan Expected { get; init; }

    /// <summary>Number of threads that it can use, at least 1; it receives those that are free.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Maximum duration of its turn; null for the usual limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Whether it waits without a limit and does not count as waiting: background work.</summary>
    public bool IsPatient { get; init; }

    /// <summary>Whether it is expected to be short.</summary>
    public bool IsLight => Expected <= Light;
}
