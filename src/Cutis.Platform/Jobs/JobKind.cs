namespace Cutis.Platform.Jobs;

/// <summary>A kind of job: who does it, how many at a time, and how long a worker may be silent.</summary>
/// <param name="Name">Stands in the rows, so it never changes.</param>
/// <param name="Handler">The <see cref="IJobHandler"/>, a service of a scope.</param>
/// <param name="Concurrency">How many this process does at the same time.</param>
/// <param name="Lease">How long a worker that does not report keeps its job.</param>
/// <param name="MaxAttempts">How often a job is begun before it counts as failed.</param>
internal sealed record JobKind(string Name, Type Handler, int Concurrency, TimeSpan Lease, int MaxAttempts)
{
    /// <summary>What clients are told of a job whose workers have died at every attempt.</summary>
    public required string InterruptedText { get; init; }

    /// <summary>What clients are told of a job that has thrown at every attempt.</summary>
    public required string FailedText { get; init; }

    /// <summary>How long the second attempt waits after the first has failed; each further one waits twice as long.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an attempt waits at most.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>By which part of itself a delay is longer at most, so that what has failed together does not come back together.</summary>
    public double Jitter { get; init; }

    /// <summary>Done once before the first job is taken.</summary>
    public Action? WarmUp { get; init; }

    /// <summary>How long the next attempt waits when as many have failed.</summary>
    public TimeSpan DelayAfter(int attempts)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Min(attempts, 32) - 1);
        return (delay < MaxDelay ? delay : MaxDelay) * (1 + (Jitter * Random.Shared.NextDouble()));
    }
}
