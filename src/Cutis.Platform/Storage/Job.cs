using System.Collections.Immutable;

namespace Cutis.Platform.Storage;

/// <summary>Work that is to be done, is being done or was done, by whichever process has room for it.</summary>
internal sealed class Job : IOfCompany
{
    public required Guid Id { get; init; }

    /// <summary>Which handler does it. The name is stored, so it never changes.</summary>
    public required string Kind { get; init; }

    public required Guid CompanyId { get; init; }

    /// <summary>What it works on, such as the id of an image. Of the jobs of a kind and a subject one runs at a time.</summary>
    public string? Subject { get; init; }

    /// <summary>Names the effect that the job follows from: a second job of the kind with this key is not added.</summary>
    public string? DeduplicationKey { get; init; }

    /// <summary>What the handler needs to know, as JSON.</summary>
    public required string Payload { get; set; }

    /// <summary>One of <see cref="JobStates"/>.</summary>
    public required string State { get; set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not to be begun before.</summary>
    public required DateTimeOffset AvailableAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Until then it belongs to the worker that runs it; after that another may take it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Which worker that is.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Steps that have ended.</summary>
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
