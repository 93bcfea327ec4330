using System.Collections.Immutable;

namespace Cutis.Platform.Storage;

/// <summary>Work that waits, runs or has ended. Any process with a free worker may run it.</summary>
internal sealed class Job : IOfCompany
{
    public required Guid Id { get; init; }

    /// <summary>The name of the handler that runs it. The name is stored, so it never changes.</summary>
    public required string Kind { get; init; }

    public required Guid CompanyId { get; init; }

    /// <summary>What it works on, such as the id of an image. At most one job of a kind and a subject runs at a time.</summary>
    public string? Subject { get; init; }

    /// <summary>Deduplication key, the effect that caused the job: a second job of the kind with this key is not added.</summary>
    public string? DeduplicationKey { get; init; }

    /// <summary>The input of the handler, as JSON.</summary>
    public required string Payload { get; set; }

    /// <summary>One of <see cref="JobStates"/>.</summary>
    public required string State { get; set; }

    /// <summary>How often it was started.</summary>
    public int Attempts { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The job does not start before this time.</summary>
    public required DateTimeOffset AvailableAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The end of the lease: until then the job belongs to its worker; afterwards another worker may take it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>The worker that holds the lease.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>The steps that have been completed.</summary>
    public ImmutableArray<string> Steps { get; set; } = [];

    /// <summary>Why it failed, for clients.</summary>
    public string? Error { get; set; }
}

/// <summary>The states of a job.</summary>
internal static class JobStates
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";
}
