using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Images;

/// <summary>
/// Changes what the records of an image of the current company say of objects. Each change is one transaction, which happens only while
/// the image is not erased, moves the generation on, and lists the objects that nothing refers to any more.
/// </summary>
internal sealed class ImageRecords(CutisDb db, RecordChanges changes, ResultVersions versions, TimeProvider clock)
{
    /// <summary>Records a new image, whose photo is stored. If it was announced, it is an image from now on.</summary>
    /// <param name="image">The image.</param>
    /// <param name="also">What is written in the same transaction.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public Task<Recorded> AddAsync(Image image, Func<Task> also, CancellationToken stop) =>
        changes.ChangeAsync(
            async generation =>
            {
                // Erasing a subject or a dataset erases its batches in the same transaction.
                if (image.BatchId is { } batch && !await db.Batches.AnyAsync(b => b.Id == batch && b.ErasedAt == null, stop))
                    return Recorded.Erased;
                if (await db.Images.AnyAsync(i => i.Id == image.Id, stop))
                    return Recorded.Exists;
                await db.PendingUploads.Where(p => p.Id == image.Id).ExecuteDeleteAsync(stop);
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
        ReplaceAsync(image, true, row => new Replacement(restored, row.Faces, []), stop);

    /// <summary>Records the result of an algorithm in place of the one before; its masks are stored.</summary>
    public Task<Recorded> PutResultAsync(Result result, ResultEdit edit, CancellationToken stop) =>
        ReplaceAsync(result.ImageId, false, row => new Replacement(row.Restored, row.Faces, [result]) { Edit = edit }, stop);

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
    ) => ReplaceAsync(image, true, row => Replace(row, restored, faces, results), stop);

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
        changes.ChangeAsync(
            async generation =>
            {
                if (await StateAsync(image, stop) is var state && state != Recorded.Done)
                    return state;
                var before = await RecordedObjects.ReadAsync(db, [image], stop);
                var deleted = await db.Results.Where(r => r.ImageId == image && r.Algorithm == algorithm).ExecuteDeleteAsync(stop);
                await db.ResultVersions.Where(v => v.ImageId == image && v.Algorithm == algorithm).ExecuteDeleteAsync(stop);
                if (deleted == 0)
                    return Recorded.Missing;
                await db.Images.Where(i => i.Id == image).ExecuteUpdateAsync(set => set.SetProperty(i => i.Generation, generation), stop);
                await SupersedeAsync(image, before, stop);
                return Recorded.Done;
            },
            stop
        );

    private Task<Recorded> ReplaceAsync(Guid id, bool bringsPhoto, Func<Image, Replacement> make, CancellationToken stop) =>
        changes.ChangeAsync(
            async generation =>
            {
                var row = await db.Images.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, stop);
                if (row is not { ErasedAt: null })
                    return row is null ? Recorded.Missing : Recorded.Erased;
                if (bringsPhoto && row.PhotosDeletedAt is not null)
                    return Recorded.PhotosDeleted;
                var before = await RecordedObjects.ReadAsync(db, [id], stop);
                var replacement = make(row);
                var (restored, faces, results) = replacement;
                before.UnionWith(replacement.Unused);
                if (!await versions.KeepAsync(id, results, replacement.Edit, stop))
                    return Recorded.Differs;
                var changed = await db
                    .Images.Where(i => i.Id == id && i.ErasedAt == null)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(i => i.Generation, generation)
                                .SetProperty(i => i.Restored, restored)
                                .SetProperty(i => i.MetadataDeletedAt, i => results.Count > 0 ? null : i.MetadataDeletedAt)
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

    private sealed record Replacement(StoredPhoto? Restored, StoredFaces? Faces, IReadOnlyList<Result> Results)
    {
        /// <summary>Objects that were stored for nothing.</summary>
        public IReadOnlyList<RecordedObject> Unused { get; init; } = [];

        public ResultEdit Edit { get; init; } = ResultEdit.None;
    }
}
