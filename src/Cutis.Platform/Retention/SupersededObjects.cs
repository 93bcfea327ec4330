using Cutis.Platform.Installations;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Retention;

/// <summary>Objects that nothing refers to any more. They are deleted once no URL that was issued before can still be fetched.</summary>
internal sealed class SupersededObjects(InstallationFolder folder, CutisDb db, WriteLock writes, FilesOptions files)
{
    private const int Batch = 200;
    private readonly AsideFolder _aside = new(folder.Objects);

    /// <summary>Deletes those that no live URL can need.</summary>
    /// <param name="now">The time.</param>
    /// <param name="settled">A file that was written less than this ago is left: somebody is about to record it again.</param>
    /// <param name="stop">Ends the work between two batches.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<int> FreeAsync(DateTimeOffset now, TimeSpan settled, CancellationToken stop)
    {
        // An answer may be signed a moment after what it shows was superseded; the window is more than that moment.
        var before = now - FilesOptions.MaxLifetime - files.Window;
        for (var freed = 0; ; )
        {
            var some = await db
                .SupersededObjects.IgnoreQueryFilters()
                .AsNoTracking()
                .Where(s => s.SupersededAt < before)
                .OrderBy(s => s.SupersededAt)
                .Take(Batch)
                .ToListAsync(stop);
            foreach (var old in some)
            {
                // Off the list first: if this ends in between, the file has no record and is moved aside by the next sweep.
                var taken = await writes.RunAsync(
                    () =>
                        db
                            .SupersededObjects.IgnoreQueryFilters()
                            .Where(s => s.ImageId == old.ImageId && s.Kind == old.Kind && s.Digest == old.Digest)
                            .Where(s => s.SupersededAt == old.SupersededAt)
                            .ExecuteDeleteAsync(stop),
                    stop
                );
                if (taken == 1 && _aside.TryDelete(PathOf(old), now, now - settled))
                    freed++;
            }

            if (some.Count < Batch)
                return freed;
        }
    }

    private string PathOf(SupersededObject old) =>
        Path.Combine(folder.Objects, new RecordedObject(old.CompanyId, old.ImageId, old.Kind, old.Digest).Key.Path);
}
