namespace Cutis.Platform.Jobs;

/// <summary>A job that is to be added.</summary>
/// <param name="Kind">Name of its <see cref="JobKind"/>.</param>
/// <param name="CompanyId">For whom it is done.</param>
/// <param name="Payload">What its handler needs to know, as JSON.</param>
internal sealed record NewJob(string Kind, Guid CompanyId, string Payload)
{
    /// <summary>What it works on: of the jobs of a kind and a subject one runs at a time.</summary>
    public string? Subject { get; init; }

    /// <summary>
    /// Names the effect that the job follows from: for as long as its row is kept, no second one of the kind and key is added.
    /// </summary>
    public string? DeduplicationKey { get; init; }

    /// <summary>How long it waits at least.</summary>
    public TimeSpan Delay { get; init; }
}
