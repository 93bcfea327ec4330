using Cutis.Platform.Analysis;
using Cutis.Platform.Images;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Retention;

/// <summary>Deletes what is due in a dataset: photos, results, and what is known of subjects.</summary>
internal sealed class RetentionHandler(CutisDb db, WriteLock writes, ImageEraser eraser, TimeProvider clock) : IJobHandler
{
    /// <summary>The kind, as it stands in the rows. The subject of a job is the id of a dataset.</summary>
    public const string Kind = "retention";

    private const int Batch = 200;

    /// <summary>How datasets are cleaned. What fails for good is found again when the next look is taken.</summary>
    public static JobKind CreateKind() =>
        new(Kind, typeof(RetentionHandler), 1, TimeSpan.FromSeconds(30), 5)
        {
            InterruptedText = "Cleaning the dataset was interrupted too often",
            FailedText = "Cleaning the dataset failed; the server's log says why",
        };

    /// <inheritdoc/>
    public async Task<string?> RunAsync(Job job, Action<string> done, CancellationToken stop)
    {
        var id = Guid.ParseExact(job.Subject!, "D");
        // As it is now: what was due when the job was added may not be due any more.
        var dataset = await db.Datasets.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id && d.ErasedAt == null, stop);
        if (dataset is null)
            return null;
        await DeletePhotosAsync(dataset, stop);
        if (RetentionRules.For(dataset.ExpireMetadataAfterDays) is { } kept)
            await DeleteMetadataAsync(dataset, clock.GetUtcNow() - kept, stop);
        return null;
    }

    private async Task DeletePhotosAsync(Dataset dataset, CancellationToken stop)
    {
        while (await ListDuePhotosAsync(db, dataset, clock.GetUtcNow(), Batch, stop) is { Count: > 0 } due)
        {
            foreach (var image in due)
            {
                stop.ThrowIfCancellationRequested();
                await eraser.DeletePhotosAsync(dataset.CompanyId, image);
            }
        }
    }

    /// <summary>Images of a dataset whose photos are due, oldest first.</summary>
    public static Task<List<Guid>> ListDuePhotosAsync(CutisDb db, Dataset dataset, DateTimeOffset now, int count, CancellationToken stop)
    {
        var cleaned = dataset.CleanImagesAsSoonAsReady ? now - RetentionRules.Grace : default(DateTimeOffset?);
        var expired = now - RetentionRules.For(dataset.ExpireImagesAfterDays);
        return DuePhotos.ListAsync(db, dataset.Id, AnalysisJob.Kind, expired, cleaned, count, stop);
    }

    private async Task DeleteMetadataAsync(Dataset dataset, DateTimeOffset before, CancellationToken stop)
    {
        while (true)
        {
            var due = await db
                .Images.Where(i => i.DatasetId == dataset.Id && i.ErasedAt == null && i.MetadataDeletedAt == null && i.CreatedAt <= before)
                .OrderBy(i => i.CreatedAt)
                .Select(i => i.Id)
                .Take(Batch)
                .ToListAsync(stop);
            if (due.Count == 0)
                break;
            foreach (var image in due)
            {
                stop.ThrowIfCancellationRequested();
                await eraser.DeleteMetadataAsync(dataset.CompanyId, image);
            }
        }

        await writes.RunAsync(
            () =>
                db
                    .Subjects.Where(s => s.DatasetId == dataset.Id && s.ErasedAt == null && s.MetadataAt <= before)
                    .Where(s => s.BirthDate != null || s.BiologicalSexId != null || s.Meta != null)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(s => s.BirthDate, (DateOnly?)null)
                                .SetProperty(s => s.BiologicalSexId, (int?)null)
                                .SetProperty(s => s.Meta, (string?)null),
                        stop
                    ),
            stop
        );
    }
}
