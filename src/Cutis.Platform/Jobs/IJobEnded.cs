using Cutis.Platform.Storage;

namespace Cutis.Platform.Jobs;

/// <summary>What follows from the end of a job. It is told, so that jobs and their handlers need not know of it.</summary>
internal interface IJobEnded
{
    /// <summary>
    /// Writes within the transaction that ends a job: the job has ended with what follows from it, or not yet. An exception would keep the
    /// job from ending.
    /// </summary>
    /// <param name="job">As it was taken; its company need not be the current one.</param>
    /// <param name="error">Why it has failed for good; null when it is done.</param>
    /// <param name="jobs">Where further jobs are added.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    Task EndingAsync(Job job, string? error, JobQueue jobs, CancellationToken stop);

    /// <summary>Told of the same job once the transaction is committed.</summary>
    void Ended(JobQueue jobs);
}
