using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Datasets;

/// <summary>The use cases of batches of the current company, but for erasing them, which takes their images along.</summary>
internal sealed class BatchService(CutisDb db, WriteLock writes, TimeProvider clock)
{
    /// <summary>What is said of a batch that was erased.</summary>
    public static ServiceError Erased { get; } = new(ErrorKind.Erased, "Batch erased");

    /// <summary>A page of the batches of a subject that are not erased, by the time of their photos.</summary>
    /// <param name="subject">A subject of the current company.</param>
    /// <param name="query">Which; batches have no names.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <returns>How many there are on all pages, and those of this page.</returns>
    public async Task<(int Count, List<ImageBatch> Batches)> ListAsync(Subject subject, ListQuery query, CancellationToken stop)
    {
        var all = db.Batches.AsNoTracking().Where(b => b.SubjectId == subject.Id && b.ErasedAt == null);
        var ordered =
            query.Order == ListOrder.OldestFirst
                ? all.OrderBy(b => b.CreationTime).ThenBy(b => b.Id)
                : all.OrderByDescending(b => b.CreationTime).ThenBy(b => b.Id);
        return (await all.CountAsync(stop), await ordered.Skip(query.Skip).Take(query.Take).ToListAsync(stop));
    }

    /// <summary>The batch of an id, as a client wrote it, of any subject.</summary>
    public async Task<(ImageBatch? Batch, ServiceError? Error)> FindAsync(string id, CancellationToken stop)
    {
        var batch = Guid.TryParseExact(id, "D", out var guid)
            ? await db.Batches.AsNoTracking().FirstOrDefaultAsync(b => b.Id == guid, stop)
            : null;
        if (batch is null)
            return (null, ServiceError.NotFound("Batch"));
        return batch.ErasedAt is null ? (batch, null) : (null, Erased);
    }

    /// <summary>The batch of an id of a subject.</summary>
    public async Task<(ImageBatch? Batch, ServiceError? Error)> FindAsync(Subject subject, string id, CancellationToken stop)
    {
        var (batch, error) = await FindAsync(id, stop);
        return batch is null || batch.SubjectId == subject.Id ? (batch, error) : (null, ServiceError.NotFound("Batch"));
    }

    /// <summary>Adds a batch to a subject.</summary>
    /// <param name="subject">A subject of the current company.</param>
    /// <param name="creationTime">When its photos were taken; null for now.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    /// <returns>The batch, or that the subject was erased meanwhile.</returns>
    public async Task<(ImageBatch? Batch, ServiceError? Error)> AddAsync(
        Subject subject,
        DateTimeOffset? creationTime,
        CancellationToken stop
    )
    {
        var batch = Create(subject, creationTime, clock.GetUtcNow());
        var isAdded = await writes.AddWhileAsync(
            db,
            batch,
            d => d.Subjects.AnyAsync(x => x.Id == subject.Id && x.ErasedAt == null, stop),
            stop
        );
        return isAdded ? (batch, null) : (null, SubjectService.Erased);
    }

    /// <summary>A batch that is not stored yet.</summary>
    public static ImageBatch Create(Subject subject, DateTimeOffset? creationTime, DateTimeOffset now) =>
        new()
        {
            Id = Ids.New(),
            CompanyId = subject.CompanyId,
            DatasetId = subject.DatasetId,
            SubjectId = subject.Id,
            CreatedAt = now,
            CreationTime = creationTime ?? now,
        };
}
