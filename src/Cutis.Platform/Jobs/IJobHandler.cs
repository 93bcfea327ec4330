using Cutis.Platform.Storage;

namespace Cutis.Platform.Jobs;

/// <summary>
/// Does the jobs of a kind. A job may be done twice, by two processes and even at the same time, when a worker was cut off from the
/// database: its effects are to be such that this changes nothing.
/// </summary>
internal interface IJobHandler
{
    /// <summary>Does a job of the current company. An exception means another attempt later.</summary>
    /// <param name="job">The job as it was taken.</param>
    /// <param name="done">Told each step as it ends.</param>
    /// <param name="stop">Ends the work early: the server stops, or the job has become another worker's.</param>
    /// <returns>Why it has failed for good, for clients; null when it is done.</returns>
    Task<string?> RunAsync(Job job, Action<string> done, CancellationToken stop);
}
