using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Installations;

/// <summary>What is in a database and not in the objects beside it, and the other way round. Changes nothing.</summary>
internal sealed class DataComparison
{
    private const int Batch = 200;

    // An upload stores its photo and records it then.
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(10);

    /// <summary>Images of the database that were not erased.</summary>
    public int Images { get; private set; }

    /// <summary>Objects that rows refer to and that are not there.</summary>
    public List<RecordedObject> Missing { get; } = [];

    /// <summary>Files that no row refers to, of images that have a row.</summary>
    public List<(RecordedObject Object, string Path)> Unrecorded { get; } = [];

    /// <summary>Files of images that have no row.</summary>
    public List<(RecordedObject Object, string Path)> Strays { get; } = [];

    /// <summary>Erased images that have files still.</summary>
    public List<Guid> Erased { get; } = [];

    /// <summary>True when nothing is in one and not in the other.</summary>
    public bool IsEmpty => Missing.Count + Unrecorded.Count + Strays.Count + Erased.Count == 0;

    /// <summary>Looks through both sides of a data folder.</summary>
    /// <param name="folder">The data folder; a server may be running on it.</param>
    /// <param name="now">The time: what has come in the last ten minutes may be on its way into the database.</param>
    /// <param name="stop">Ends the work early.</param>
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
            // Erased or replaced since the list was read, most likely.
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
