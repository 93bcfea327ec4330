using System.Linq.Expressions;
using Cutis.Platform.Audit;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Jobs;
using Cutis.Platform.Privacy;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Retention;

/// <summary>
/// Erases datasets, subjects and batches of the current company for ever, with all images in them. One transaction erases the rows, marks
/// every image, and adds a job; from then on everything answers that it was erased. The job purges image after image.
/// </summary>
internal sealed class PlaceEraser(
    CutisDb db,
    ErasureRecords records,
    JobQueue jobs,
    ImageStates states,
    CurrentCompany company,
    AuditTrail audit,
    TimeProvider clock
)
{
    private const int MaxForgotten = 10_000;

    /// <summary>Erases a dataset with its subjects.</summary>
    public async Task<ServiceError?> EraseAsync(Dataset dataset, CancellationToken stop)
    {
        var error = await EraseAsync(
            i => i.DatasetId == dataset.Id,
            ErasedPlace.Dataset(dataset.Id),
            () => ListAsync("dataset", [dataset.Id], s => s.DatasetId == dataset.Id, b => b.DatasetId == dataset.Id, stop),
            now => EraseDatasetAsync(dataset.Id, now, stop),
            DatasetService.Erased,
            stop
        );
        if (error is null)
            audit.Add(AuditKinds.DatasetErased, detail: ("dataset_id", dataset.Id));
        return error;
    }

    /// <summary>Erases subjects of a dataset with their batches; those that are erased already are left out.</summary>
    public async Task<ServiceError?> EraseAsync(IReadOnlyCollection<Subject> subjects, CancellationToken stop)
    {
        var ids = subjects.Select(s => s.Id).ToArray();
        var error = await EraseAsync(
            i => i.SubjectId != null && ids.Contains(i.SubjectId.Value),
            ErasedPlace.Subjects(ids),
            () => ListAsync("subjects", [], s => ids.Contains(s.Id), b => ids.Contains(b.SubjectId), stop),
            now => EraseSubjectsAsync(s => ids.Contains(s.Id), now, stop),
            SubjectService.Erased,
            stop
        );
        if (error is not null)
            return error;
        foreach (var id in ids)
            audit.Add(AuditKinds.SubjectErased, subject: id);
        return null;
    }

    /// <summary>Erases a batch with its images.</summary>
    public async Task<ServiceError?> EraseAsync(ImageBatch batch, CancellationToken stop)
    {
        var error = await EraseAsync(
            i => i.BatchId == batch.Id,
            ErasedPlace.Batch(batch.Id),
            () => ListAsync("batch", [], s => false, b => b.Id == batch.Id, stop),
            now => EraseBatchesAsync(b => b.Id == batch.Id, now, stop),
            BatchService.Erased,
            stop
        );
        if (error is null)
            audit.Add(AuditKinds.BatchErased, subject: batch.SubjectId, detail: ("batch_id", batch.Id));
        return error;
    }

    private async Task<ServiceError?> EraseAsync(
        Expression<Func<Image, bool>> images,
        ErasedPlace place,
        Func<Task<Erased>> list,
        Func<DateTimeOffset, Task<int>> erase,
        ServiceError already,
        CancellationToken stop
    )
    {
        var recorded = await records.MarkAsync(
            images,
            async () =>
            {
                var listed = await list();
                if (await erase(clock.GetUtcNow()) == 0)
                    return null;
                await jobs.AddWithinAsync(new NewJob(ErasureHandler.Kind, company.Id!.Value, place.Write()), stop);
                return listed;
            },
            stop
        );
        if (recorded != Recorded.Done)
            return already;
        jobs.Announce(ErasureHandler.Kind);
        // At once for as many as are likely to be shown; all others are known to be erased within a second.
        foreach (var image in await records.ListMarkedAsync(images, MaxForgotten, CancellationToken.None))
            states.Forget(company.Id!.Value, image);
        return null;
    }

    // What is there before it is erased, for the receipt.
    private async Task<Erased> ListAsync(
        string kind,
        IReadOnlyList<Guid> datasets,
        Expression<Func<Subject, bool>> subjects,
        Expression<Func<ImageBatch, bool>> batches,
        CancellationToken stop
    )
    {
        var live = db.Batches.Where(batches).Where(b => b.ErasedAt == null);
        return new Erased
        {
            Kind = kind,
            Datasets = datasets,
            Subjects = await db.Subjects.Where(subjects).Where(s => s.ErasedAt == null).Select(s => s.Id).ToListAsync(stop),
            Batches = await live.Select(b => b.Id).ToListAsync(stop),
            Counts = new Dictionary<string, int>
            {
                ["pending_uploads"] = await db.PendingUploads.CountAsync(p => live.Any(b => b.Id == p.BatchId), stop),
            },
        };
    }

    private async Task<int> EraseDatasetAsync(Guid id, DateTimeOffset now, CancellationToken stop)
    {
        var erased = await db
            .Datasets.Where(d => d.Id == id && d.ErasedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ErasedAt, now).SetProperty(d => d.Name, ""), stop);
        if (erased == 0)
            return 0;
        await EraseSubjectsAsync(s => s.DatasetId == id, now, stop);
        // With its credentials. What waits to be sent finds that what it is about was erased.
        await db.Webhooks.Where(w => w.DatasetId == id).ExecuteDeleteAsync(stop);
        return erased;
    }

    private async Task<int> EraseSubjectsAsync(Expression<Func<Subject, bool>> which, DateTimeOffset now, CancellationToken stop)
    {
        var subjects = db.Subjects.Where(which).Where(s => s.ErasedAt == null);
        await EraseBatchesAsync(b => subjects.Any(s => s.Id == b.SubjectId), now, stop);
        return await subjects.ExecuteUpdateAsync(
            set =>
                set.SetProperty(s => s.ErasedAt, now)
                    .SetProperty(s => s.Name, "")
                    .SetProperty(s => s.BirthDate, (DateOnly?)null)
                    .SetProperty(s => s.BiologicalSexId, (int?)null)
                    .SetProperty(s => s.Meta, (string?)null),
            stop
        );
    }

    private async Task<int> EraseBatchesAsync(Expression<Func<ImageBatch, bool>> which, DateTimeOffset now, CancellationToken stop)
    {
        var batches = db.Batches.Where(which).Where(b => b.ErasedAt == null);
        await db.PendingUploads.Where(p => batches.Any(b => b.Id == p.BatchId)).ExecuteDeleteAsync(stop);
        return await batches.ExecuteUpdateAsync(set => set.SetProperty(b => b.ErasedAt, now), stop);
    }
}
