using System.Collections.Immutable;
using Cutis.Platform.Analysis;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Uploads;

/// <summary>What is computed of a batch.</summary>
/// <param name="Images">Its images.</param>
/// <param name="Algorithms">Canonical names.</param>
internal sealed record BatchComputation(IReadOnlyList<Guid> Images, ImmutableArray<string> Algorithms);

/// <summary>The use cases that compute batches: on demand, and with uploads that nobody follows by a request to compute.</summary>
internal sealed class BatchCompute(
    CutisDb db,
    WriteLock writes,
    AnalysisQueue queue,
    AnalysisService analyses,
    DatasetAlgorithms algorithms,
    ImageService images,
    TimeProvider clock
)
{
    /// <summary>Asks for the analysis of every image of a batch of the current company, and of those that come later.</summary>
    public async Task<(BatchComputation? Computation, ServiceError? Error)> StartAsync(ImageBatch batch, CancellationToken stop)
    {
        var names = await algorithms.ListAsync(batch.DatasetId, stop);
        var (found, full) = (new List<Image>(), default(QueueFull?));
        await writes.RunAsync(
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                var now = clock.GetUtcNow();
                await db
                    .Batches.Where(b => b.Id == batch.Id && b.ErasedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(b => b.ComputeAskedAt, now), stop);
                found = await db
                    .Images.AsNoTracking()
                    .Where(i => i.BatchId == batch.Id && i.ErasedAt == null && i.PhotosDeletedAt == null)
                    .ToListAsync(stop);
                foreach (var image in found)
                {
                    (_, full) = await queue.AddWithinAsync(image, names, isBounded: true, stop);
                    // All of the batch or none of it.
                    if (full is not null)
                        return 0;
                }

                await transaction.CommitAsync(CancellationToken.None);
                return found.Count;
            },
            stop
        );
        db.ChangeTracker.Clear();
        if (full is { } reason)
            return (null, analyses.FullError(reason));
        if (found.Count > 0)
            queue.Announce();
        return (new BatchComputation([.. found.Select(i => i.Id)], names), null);
    }

    /// <summary>Adds an image to a batch and computes it: clients that upload so never ask for it.</summary>
    /// <param name="batch">A batch of the current company.</param>
    /// <param name="photo">What the client says of the photo.</param>
    /// <param name="file">The photo.</param>
    /// <param name="stop">Ends the work for as long as the photo is not stored; from then on it is finished.</param>
    public async Task<(AddedImage? Added, ServiceError? Error)> AddAsync(
        ImageBatch batch,
        Announcement photo,
        StagedObject file,
        CancellationToken stop
    )
    {
        // Before anything is stored; an upload that is taken is computed.
        if (await queue.FindFullAsync(stop) is { } full)
            return (null, analyses.FullError(full));
        if (batch.ComputeAskedAt is null)
        {
            var now = clock.GetUtcNow();
            await writes.RunAsync(
                () =>
                    db
                        .Batches.Where(b => b.Id == batch.Id && b.ErasedAt == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(b => b.ComputeAskedAt, now), stop),
                stop
            );
        }

        var image = new NewImage(photo.Name)
        {
            Place = new ImagePlace(batch.DatasetId, batch.SubjectId, batch.Id, photo.SideId, photo.LightId),
            CreationTime = photo.CreationTime ?? batch.CreationTime,
            Meta = photo.Meta,
        };
        return await images.AddAsync(image, file, stop);
    }
}
