using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Installations;

/// <summary>The differences between a database and the objects beside it. Comparing changes nothing.</summary>
internal sealed class DataComparison
{
    private const int Batch = 200;

    // An upload is recorded only after its photo is stored.
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(10);

    /// <summary>Number of images in the database that are not erased.</summary>
    public int Images { get; private set; }

    /// <summary>Recorded objects that do not exist.</summary>
    public List<RecordedObject> Missing { get; } = [];

    /// <summary>Files without a record that belong to an existing image.</summary>
    public List<(RecordedObject Object, string Path)> Unrecorded { get; } = [];

    /// <summary>Files of images without a record.</summary>
    public List<(RecordedObject Object, string Path)> Strays { get; } = [];

    /// <summary>Erased images that still have files.</summary>
    public List<Guid> Erased { get; } = [];

    /// <summary>True when there are no differences.</summary>
    public bool IsEmpty => Missing.Count + Unrecorded.Count + Strays.Count + Erased.Count == 0;

    /// <summary>Compares both sides of a data folder.</summary>
    /// <param name="folder">The data folder; a server may be running on it.</param>
    /// <param name="now">The time: files from the last ten minutes may be about to be recorded.</param>
    /// <param name="stop">Cancels the work.</param>
    public static async Task<DataComparison> CreateAsync(InstallationFolder folder, DateTimeOffset now, CancellationToken stop)
    {
        var comparison = new DataComparison();
        var facts = DatabaseFacts.Read(folder.Database);
        await using var db = facts.HasCompanies ? folder.Connect() : null;
        if (db is not null)
            await comparison.FindMissingAsync(folder, db, stop);
        foreach (var images in ObjectFolder.Images(folder.Objects).Chunk(Batch))
            await comparison.FindUnrecordedAsync(images, db, facts.Id is not null, now - UnderWay, stop);
        return comparison;
    }

    private async Task FindMissingAsync(InstallationFolder folder, CutisDb db, CancellationToken stop)
    {
        var images = await db.Images.IgnoreQueryFilters().AsNoTracking().Where(i => i.ErasedAt == null).Select(i => i.Id).ToListAsync(stop);
        Images = images.Count;
        foreach (var some in images.Chunk(Batch))
        {
            var missing = Look(await RecordedObjects.ReadAsync(db, some, stop));
            // Most likely erased or replaced since the list was read.
            if (missing.Length > 0)
                Missing.AddRange(missing.Intersect(Look(await RecordedObjects.ReadAsync(db, some, stop))));
        }

        RecordedObject[] Look(HashSet<RecordedObject> recorded) =>
            [.. recorded.Where(o => !File.Exists(Path.Combine(folder.Objects, o.Key.Path)))];
    }

    private async Task FindUnrecordedAsync(
        (Guid Company, Guid Image, string Path)[] images,
        CutisDb? db,
        bool hasSuperseded,
        DateTimeOffset before,
        CancellationToken stop
    )
    {
        var files = images.SelectMany(i => ObjectFolder.Files(i.Company, i.Image, i.Path)).ToArray();
        var ids = Array.ConvertAll(images, image => image.Image);
        var rows = new Dictionary<Guid, DateTimeOffset?>();
        HashSet<RecordedObject> recorded = [];
        if (db is not null)
        {
            rows = await db
                .Images.IgnoreQueryFilters()
                .AsNoTracking()
                .Where(i => ids.Contains(i.Id))
                .Select(i => new { i.Id, i.ErasedAt })
                .ToDictionaryAsync(i => i.Id, i => i.ErasedAt, stop);
            recorded = await RecordedObjects.ReadAsync(db, ids, stop);
            if (hasSuperseded)
                recorded.UnionWith(await RecordedObjects.ListSupersededAsync(db, ids, stop));
        }

        var erased = new HashSet<Guid>();
        foreach (var (stored, file) in files.Where(f => !recorded.Contains(f.Object) && f.File.LastWriteTimeUtc <= before.UtcDateTime))
        {
            var hasRow = rows.TryGetValue(stored.Image, out var erasedAt);
            if (erasedAt is not null)
                erased.Add(stored.Image);
            else
                (hasRow ? Unrecorded : Strays).Add((stored, file.FullName));
        }

        Erased.AddRange(erased);
    }
}
