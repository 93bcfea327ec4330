using System.Security.Cryptography;
using Cutis.Platform.Installations;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Images;

/// <summary>How a change of records ended.</summary>
internal enum Recorded
{
    /// <summary>It is committed.</summary>
    Done,

    /// <summary>The image was erased, perhaps a moment ago; nothing has changed.</summary>
    Erased,

    /// <summary>There is nothing of that name; nothing has changed.</summary>
    Missing,
}

/// <summary>
/// Changes what the records of an image of the current company say of objects. Each change is one transaction, which happens only while
/// the image is not erased, moves the generation on, and lists the objects that nothing refers to any more.
/// </summary>
internal sealed class ImageRecords(CutisDb db, WriteLock writes, MarkFile mark, TimeProvider clock)
{
    // Steps are of random length: two histories that began alike, such as a restored backup and what it was made of, do not meet again at
    // one number. There is room for 2^43 of the longest.
    private const int MaxStep = 1 << 20;

    // A row must have a photo; this one says nothing.
    private static readonly StoredPhoto ErasedPhoto = new("", "", 0, 0, 0);

    /// <summary>Records a new image, whose photo is stored.</summary>
    /// <param name="image">The image.</param>
    /// <param name="also">What is written in the same transaction.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public Task<Recorded> AddAsync(Image image, Func<Task> also, CancellationToken stop) =>
        ChangeAsync(
            async generation =>
            {
                image.Generation = generation;
                db.Images.Add(image);
                await db.SaveChangesAsync(stop);
                await also();
                return Recorded.Done;
            },
            stop
        );

    /// <summary>Makes a stored photo the restored one of an image.</summary>
    public Task<Recorded> PutRestoredAsync(Guid image, StoredPhoto restored, CancellationToken stop) =>
        ReplaceAsync(image, row => new Replacement(restored, row.Faces, []), stop);

    /// <summary>Records the result of an algorithm in place of the one before; its masks are stored.</summary>
    public Task<Recorded> PutResultAsync(Result result, CancellationToken stop) =>
        ReplaceAsync(result.ImageId, row => new Replacement(row.Restored, row.Faces, [result]), stop);

    /// <summary>Records all that an analysis has found, or nothing.</summary>
    /// <param name="image">The image.</param>
    /// <param name="restored">The aligned photo, which is stored; null when there is no face.</param>
    /// <param name="faces">Where the face is.</param>
    /// <param name="results">A result for each algorithm; their masks are stored.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public Task<Recorded> PutAnalysisAsync(
        Guid image,
        StoredPhoto? restored,
        StoredFaces faces,
        IReadOnlyList<Result> results,
        CancellationToken stop
    ) => ReplaceAsync(image, row => Replace(row, restored, faces, results), stop);

    private static Replacement Replace(Image row, StoredPhoto? restored, StoredFaces faces, IReadOnlyList<Result> results)
    {
        if (row.Restored is not { IsComputed: false })
            return new Replacement(restored ?? row.Restored, faces, results);
        // A restored photo that somebody brought, perhaps during the analysis, is theirs; masks of ours would not fit it.
        RecordedObject[] unused =
        [
            .. RecordedObjects.From(row.CompanyId, row.Id, restored),
            .. RecordedObjects.From(row.CompanyId, row.Id, results.Select(r => r.MasksRestored)),
        ];
        foreach (var result in results)
            result.MasksRestored = null;
        return new Replacement(row.Restored, faces, results) { Unused = unused };
    }

    /// <summary>Deletes the result of an algorithm. Its masks stay for as long as a URL may show them.</summary>
    public Task<Recorded> DeleteResultAsync(Guid image, string algorithm, CancellationToken stop) =>
        ChangeAsync(
            async generation =>
            {
                if (await StateAsync(image, stop) is var state && state != Recorded.Done)
                    return state;
                var before = await RecordedObjects.ReadAsync(db, [image], stop);
                var deleted = await db.Results.Where(r => r.ImageId == image && r.Algorithm == algorithm).ExecuteDeleteAsync(stop);
                if (deleted == 0)
                    return Recorded.Missing;
                await db.Images.Where(i => i.Id == image).ExecuteUpdateAsync(set => set.SetProperty(i => i.Generation, generation), stop);
                await SupersedeAsync(image, before, stop);
                return Recorded.Done;
            },
            stop
        );

    /// <summary>Erases an image for ever: what is left of it is a row that says so. Its objects are the caller's to delete.</summary>
    public Task<Recorded> EraseAsync(Guid image, CancellationToken stop) =>
        ChangeAsync(
            async generation =>
            {
                var now = clock.GetUtcNow();
                var erased = await db
                    .Images.Where(i => i.Id == image && i.ErasedAt == null)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(i => i.ErasedAt, now)
                                .SetProperty(i => i.Generation, generation)
                                // Names of files name people, the box of a face is of a person too, and a digest tells a known photo.
                                .SetProperty(i => i.Name, "")
                                .SetProperty(i => i.Original, ErasedPhoto)
                                .SetProperty(i => i.Restored, (StoredPhoto?)null)
                                .SetProperty(i => i.Faces, (StoredFaces?)null),
                        stop
                    );
                if (erased == 0)
                    return await StateAsync(image, stop);
                await db.Results.Where(r => r.ImageId == image).ExecuteDeleteAsync(stop);
                await db.SupersededObjects.Where(s => s.ImageId == image).ExecuteDeleteAsync(stop);
                // What was to be done with it, and how that went. Work that runs finds its job gone, and ends.
                var subject = image.ToString("D");
                await db.Jobs.Where(j => j.Subject == subject).ExecuteDeleteAsync(stop);
                return Recorded.Done;
            },
            stop
        );

    private Task<Recorded> ReplaceAsync(Guid id, Func<Image, Replacement> make, CancellationToken stop) =>
        ChangeAsync(
            async generation =>
            {
                var row = await db.Images.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, stop);
                if (row is not { ErasedAt: null })
                    return row is null ? Recorded.Missing : Recorded.Erased;
                var before = await RecordedObjects.ReadAsync(db, [id], stop);
                var replacement = make(row);
                var (restored, faces, results) = replacement;
                before.UnionWith(replacement.Unused);
                var changed = await db
                    .Images.Where(i => i.Id == id && i.ErasedAt == null)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(i => i.Generation, generation)
                                .SetProperty(i => i.Restored, restored)
                                .SetProperty(i => i.Faces, faces),
                        stop
                    );
                if (changed == 0)
                    return Recorded.Erased;
                var names = results.Select(r => r.Algorithm).ToArray();
                await db.Results.Where(r => r.ImageId == id && names.Contains(r.Algorithm)).ExecuteDeleteAsync(stop);
                db.Results.AddRange(results);
                await db.SaveChangesAsync(stop);
                await SupersedeAsync(id, before, stop);
                return Recorded.Done;
            },
            stop
        );

    // What the rows referred to before and do not now is listed; what they refer to again is taken off the list.
    private async Task SupersedeAsync(Guid image, HashSet<RecordedObject> before, CancellationToken stop)
    {
        var after = await RecordedObjects.ReadAsync(db, [image], stop);
        var gone = before.Except(after).ToArray();
        var listed = await db.SupersededObjects.AsNoTracking().Where(s => s.ImageId == image).ToListAsync(stop);
        foreach (var old in listed)
        {
            var o = new RecordedObject(old.CompanyId, image, old.Kind, old.Digest);
            if (!after.Contains(o) && !gone.Contains(o))
                continue;
            await db
                .SupersededObjects.Where(s => s.ImageId == image && s.Kind == old.Kind && s.Digest == old.Digest)
                .ExecuteDeleteAsync(stop);
        }

        var now = clock.GetUtcNow();
        db.SupersededObjects.AddRange(
            gone.Select(o => new SupersededObject
            {
                ImageId = image,
                Kind = o.Kind,
                Digest = o.Digest,
                CompanyId = o.Company,
                SupersededAt = now,
            })
        );
        await db.SaveChangesAsync(stop);
    }

    private async Task<Recorded> StateAsync(Guid image, CancellationToken stop)
    {
        var row = await db.Images.Where(i => i.Id == image).Select(i => new { i.ErasedAt }).FirstOrDefaultAsync(stop);
        return row is null ? Recorded.Missing
            : row.ErasedAt is null ? Recorded.Done
            : Recorded.Erased;
    }

    private async Task<Recorded> ChangeAsync(Func<long, Task<Recorded>> change, CancellationToken stop)
    {
        var recorded = Recorded.Missing;
        await writes.RunAsync(
            async () =>
            {
                try
                {
                    // The first start has a transaction around all that it does.
                    if (db.Database.CurrentTransaction is not null)
                    {
                        recorded = await change(await AdvanceAsync(stop));
                        return 0;
                    }

                    // Immediate: what is read in it stays true until it ends, also with another process on the same database.
                    await using var transaction = await db.Database.BeginTransactionAsync(stop);
                    var generation = await AdvanceAsync(stop);
                    recorded = await change(generation);
                    if (recorded != Recorded.Done)
                        return 0;
                    await transaction.CommitAsync(CancellationToken.None);
                    mark.Advance(generation);
                    return 0;
                }
                finally
                {
                    db.ChangeTracker.Clear();
                }
            },
            stop
        );
        return recorded;
    }

    private async Task<long> AdvanceAsync(CancellationToken stop)
    {
        var step = RandomNumberGenerator.GetInt32(1, MaxStep);
        var moved = await db
            .Database.SqlQuery<long>($"UPDATE installation SET generation = generation + {step} RETURNING generation AS \"Value\"")
            .ToListAsync(stop);
        return moved.Single();
    }

    private sealed record Replacement(StoredPhoto? Restored, StoredFaces? Faces, IReadOnlyList<Result> Results)
    {
        /// <summary>Objects that were stored for nothing.</summary>
        public IReadOnlyList<RecordedObject> Unused { get; init; } = [];
    }
}
