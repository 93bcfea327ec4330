using System.Collections.Immutable;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Analysis;

/// <summary>The use cases of analyses: asking for one, and seeing how far it is.</summary>
internal sealed class AnalysisService(CutisDb db, AnalysisQueue queue, AnalysisSettings settings)
{
    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(10);

    /// <summary>Asks for an analysis of an image of the current company.</summary>
    /// <param name="image">The image.</param>
    /// <param name="algorithms">Canonical names; at least one.</param>
    /// <param name="stop">Ends the work early.</param>
    public async Task<(AnalysisState? State, ServiceError? Error)> StartAsync(
        Image image,
        ImmutableArray<string> algorithms,
        CancellationToken stop
    )
    {
        var (job, full) = await queue.AddAsync(image, algorithms, stop);
        return job is null ? (null, FullError(full!.Value)) : (await StateAsync(job, stop), null);
    }

    /// <summary>The newest analysis of an image of the current company.</summary>
    public async Task<(AnalysisState? State, ServiceError? Error)> FindAsync(Image image, CancellationToken stop)
    {
        var subject = AnalysisJob.SubjectOf(image.Id);
        var job = await db
            .Jobs.AsNoTracking()
            .Where(j => j.Kind == AnalysisJob.Kind && j.Subject == subject)
            .OrderByDescending(j => j.CreatedAt)
            .ThenByDescending(j => j.Id)
            .FirstOrDefaultAsync(stop);
        return job is null
            ? (null, ServiceError.NotFound("Analysis of this image"))
            : (await StateAsync(AnalysisJob.Read(job), stop), null);
    }

    /// <summary>What is said when a queue has no room.</summary>
    public ServiceError FullError(QueueFull full) =>
        full == QueueFull.OfCompany
            ? new ServiceError(
                ErrorKind.TooMany,
                $"Too many analyses are waiting; at most {settings.CompanyQueue} of a company are allowed"
            )
            {
                RetryAfter = WhenFull,
            }
            : new ServiceError(ErrorKind.Busy, "The server is busy; try again shortly") { RetryAfter = WhenFull };

    private async Task<AnalysisState> StateAsync(AnalysisJob job, CancellationToken stop)
    {
        var errors = await db
            .Results.Where(r => r.ImageId == job.ImageId)
            .Select(r => new { r.Algorithm, r.Error })
            .ToDictionaryAsync(r => r.Algorithm, r => r.Error, stop);
        var faces = await db.Images.Where(i => i.Id == job.ImageId).Select(i => i.Faces).FirstOrDefaultAsync(stop);
        return new AnalysisState(job, faces, errors);
    }
}

/// <summary>How far an analysis is.</summary>
/// <param name="Job">The analysis.</param>
/// <param name="Faces">Where the face is; null before it was looked for.</param>
/// <param name="Results">The error of each algorithm that has a result, null when it has none.</param>
internal sealed record AnalysisState(AnalysisJob Job, StoredFaces? Faces, IReadOnlyDictionary<string, string?> Results);
