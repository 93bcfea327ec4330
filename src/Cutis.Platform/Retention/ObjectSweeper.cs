using Cutis.Platform.Images;
using Cutis.Platform.Installations;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Retention;

/// <summary>
/// Cleans the object folder. Objects that were erased or superseded long enough ago are deleted, because records say so. Files without a
/// record are moved aside and kept for days, because a missing record proves nothing. Does nothing while database and objects disagree.
/// </summary>
internal sealed partial class ObjectSweeper(
    InstallationFolder folder,
    CutisDb db,
    ImageEraser eraser,
    SupersededObjects superseded,
    ObjectsOptions options,
    FilesOptions files,
    TimeProvider clock,
    ILogger<ObjectSweeper> log
)
{
    private const int Batch = 200;

    // Objects are recorded after they are stored, and waiting for the write lock may take a while.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);
    private readonly AsideFolder _aside = new(folder.Objects);

    /// <summary>Sweeps once.</summary>
    /// <returns>What was done.</returns>
    public async Task<Swept> SweepAsync(CancellationToken stop)
    {
        var agreement = folder.Judge();
        if (agreement is not (Agreement.Agree or Agreement.MarkBehind))
        {
            Disputed(log, Agreements.Explain(agreement, folder.Root));
            return default;
        }

        var now = clock.GetUtcNow();
        var since = (await db.Installations.AsNoTracking().SingleAsync(stop)).Since;
        var swept = new Swept(0, 0, await superseded.FreeAsync(now, Settled, stop), _aside.Purge(now, options.AsideDays));
        foreach (var images in ObjectFolder.Images(folder.Objects).Chunk(Batch))
        {
            stop.ThrowIfCancellationRequested();
            swept += await SweepAsync(images, now, since, stop);
        }

        if (swept != default)
            Done(log, swept.Erased, swept.Aside, swept.Freed, swept.Purged);
        return swept;
    }

    private async Task<Swept> SweepAsync(
        (Guid Company, Guid Image, string Path)[] images,
        DateTimeOffset now,
        DateTimeOffset since,
        CancellationToken stop
    )
    {
        // List the files first: what is recorded afterwards is not among them, or is too young.
        var found = images.SelectMany(image => ObjectFolder.Files(image.Company, image.Image, image.Path)).ToArray();
        var ids = Array.ConvertAll(images, image => image.Image);
        var rows = await db
            .Images.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(i => ids.Contains(i.Id))
            .Select(i => new { i.Id, i.ErasedAt })
            .ToDictionaryAsync(i => i.Id, i => i.ErasedAt, stop);
        var recorded = await RecordedObjects.ReadAsync(db, ids, stop);
        recorded.UnionWith(await RecordedObjects.ListSupersededAsync(db, ids, stop));
        var (erased, aside) = (0, 0);
        foreach (var (company, image, _) in images.Where(i => rows.TryGetValue(i.Image, out var erasedAt) && erasedAt is not null))
        {
            await eraser.DeleteObjectsAsync(company, image);
            erased++;
        }

        foreach (var (lost, file) in found.Where(f => !recorded.Contains(f.Object)))
        {
            var hasRow = rows.TryGetValue(lost.Image, out var erasedAt);
            if (erasedAt is not null)
                continue;
            // Versions without ids did not list superseded objects, so that a URL may still need a file without a record from that time.
            var isOlder = file.LastWriteTimeUtc <= since.UtcDateTime;
            if (hasRow && isOlder && now < since + FilesOptions.MaxLifetime + files.Window)
                continue;
            // Such files do not show either whether the database was an old copy when it received its id.
            var target = isOlder && !hasRow ? AsideFolder.Kept("unrecorded", since) : AsideFolder.Day(now);
            if (_aside.TryMove(file.FullName, target, now - Settled))
                aside++;
        }

        var freed = 0;
        foreach (var (_, image, path) in images)
        {
            freed += FreeRecipes(path, now);
            if (!rows.ContainsKey(image))
                DeleteEmpty(path);
        }

        return new Swept(erased, aside, freed, 0);
    }

    // A recipe is stored again whenever a URL that needs it is issued.
    private int FreeRecipes(string path, DateTimeOffset now)
    {
        var over = ObjectFolder
            .Recipes(path)
            .Where(recipe => recipe.LastWriteTimeUtc < (now - FilesOptions.MaxLifetime - files.Window).UtcDateTime);
        return over.Count(recipe => _aside.TryDelete(recipe.FullName, now, now - FilesOptions.MaxLifetime - files.Window));
    }

    private static void DeleteEmpty(string path)
    {
        try
        {
            foreach (var kind in Directory.EnumerateDirectories(path))
                Directory.Delete(kind);
            Directory.Delete(path);
        }
        catch (IOException)
        {
            // Not empty, or already deleted.
        }
    }

    [LoggerMessage(LogLevel.Error, "Nothing was swept: {Reason}")]
    private static partial void Disputed(ILogger log, string reason);

    [LoggerMessage(
        LogLevel.Information,
        "Swept: {Erased} erased images, {Aside} files without a record moved aside, {Freed} superseded files, {Purged} days aside"
    )]
    private static partial void Done(ILogger log, int erased, int aside, int freed, int purged);
}

/// <summary>What a sweep did.</summary>
/// <param name="Erased">Images whose erasure was completed.</param>
/// <param name="Aside">Files without a record that were moved aside.</param>
/// <param name="Freed">Superseded objects that were deleted.</param>
/// <param name="Purged">Daily folders of files aside that were deleted.</param>
internal readonly record struct Swept(int Erased, int Aside, int Freed, int Purged)
{
    public static Swept operator +(Swept a, Swept b) => new(a.Erased + b.Erased, a.Aside + b.Aside, a.Freed + b.Freed, a.Purged + b.Purged);
}
