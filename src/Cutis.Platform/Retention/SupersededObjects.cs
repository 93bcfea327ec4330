using Cutis.Platform.Installations;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Retention;

/// <summary>Objects that no record refers to any more. They are deleted once no URL that was issued before can be valid.</summary>
internal sealed class SupersededObjects(InstallationFolder folder, CutisDb db, WriteLock writes, FilesOptions files)
{
    private const int Batch = 200;
    private readonly AsideFolder _aside = new(folder.Objects);

    /// <summary>Deletes objects that no valid URL can need.</summary>
    /// <param name="now">The time.</param>
    /// <param name="settled">Files younger than this are kept, because they may be about to be recorded again.</param>
    /// <param name="stop">Cancels the work between two batches.</param>
    /// <returns>Number of deleted objects.</returns>
    public async Task<int> FreeAsync(DateTimeOffset now, TimeSpan settled, CancellationToken stop)
    {
        // An answer may be signed shortly after its object was superseded; the window covers that delay.
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
                // Off the list first: after a crash in between, the file has no record and the next sweep moves it aside.
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
