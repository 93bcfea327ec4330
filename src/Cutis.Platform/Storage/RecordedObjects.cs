using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Storage;

/// <summary>The objects that rows refer to.</summary>
internal static class RecordedObjects
{
    /// <summary>Lists the superseded objects of images of any company: no row refers to them, but a valid URL may need them.</summary>
    public static async Task<List<RecordedObject>> ListSupersededAsync(
        CutisDb db,
        IReadOnlyCollection<Guid> images,
        CancellationToken stop
    ) =>
        await db
            .SupersededObjects.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(s => images.Contains(s.ImageId))
            .Select(s => new RecordedObject(s.CompanyId, s.ImageId, s.Kind, s.Digest))
            .ToListAsync(stop);

    /// <summary>Lists the objects that rows of images refer to, each once; an erased image has none.</summary>
    /// <param name="db">The database. Rows of all companies are read.</param>
    /// <param name="images">Ids; at most a few hundred at a time.</param>
    /// <param name="stop">Cancels the query.</param>
    public static async Task<HashSet<RecordedObject>> ReadAsync(CutisDb db, IReadOnlyCollection<Guid> images, CancellationToken stop)
    {
        var photos = await Photos(db, images).ToListAsync(stop);
        var masks = await Masks(db, photos).ToListAsync(stop);
        if (HasVersions(db))
            masks.AddRange(await VersionMasks(db, photos).ToListAsync(stop));
        return From(photos, masks);
    }

    /// <inheritdoc cref="ReadAsync"/>
    public static HashSet<RecordedObject> Read(CutisDb db, IReadOnlyCollection<Guid> images)
    {
        var photos = Photos(db, images).ToList();
        return From(photos, [.. Masks(db, photos), .. HasVersions(db) ? VersionMasks(db, photos).ToList() : []]);
    }

    /// <summary>The photos among these as objects of an image, but for those that were deleted.</summary>
    public static IEnumerable<RecordedObject> From(Guid company, Guid image, params IEnumerable<StoredPhoto?> photos) =>
        photos
            .OfType<StoredPhoto>()
            .SelectMany(photo => (string?[])[photo.Digest, photo.Anonymised?.Digest])
            .Where(digest => !string.IsNullOrEmpty(digest))
            .Select(digest => new RecordedObject(company, image, ObjectKinds.Photos, digest!));

    /// <summary>The mask sets among these as objects of an image.</summary>
    public static IEnumerable<RecordedObject> From(Guid company, Guid image, params IEnumerable<StoredMasks?> masks) =>
        masks.OfType<StoredMasks>().Select(set => new RecordedObject(company, image, ObjectKinds.Masks, set.Digest));

    // Only columns that every schema since the first has.
    private static IQueryable<Photographed> Photos(CutisDb db, IReadOnlyCollection<Guid> images) =>
        db
            .Images.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(i => images.Contains(i.Id) && i.ErasedAt == null)
            .Select(i => new Photographed(i.CompanyId, i.Id, i.Original, i.Restored));

    private static IQueryable<Masked> Masks(CutisDb db, List<Photographed> photos)
    {
        var live = photos.ConvertAll(photo => photo.Image);
        return db
            .Results.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(r => live.Contains(r.ImageId))
            .Select(r => new Masked(r.CompanyId, r.ImageId, r.MasksOriginal, r.MasksRestored));
    }

    // A database that was not migrated yet is looked at too.
    private static bool HasVersions(CutisDb db) =>
        db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = 'result_versions'").Single()
        > 0;

    private static IQueryable<Masked> VersionMasks(CutisDb db, List<Photographed> photos)
    {
        var live = photos.ConvertAll(photo => photo.Image);
        return db
            .ResultVersions.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(v => live.Contains(v.ImageId))
            .Select(v => new Masked(v.CompanyId, v.ImageId, v.MasksOriginal, v.MasksRestored));
    }

    private static HashSet<RecordedObject> From(List<Photographed> photos, List<Masked> masks) =>
        [
            .. photos.SelectMany(i => From(i.Company, i.Image, i.Original, i.Restored)),
            .. masks.SelectMany(r => From(r.Company, r.Image, r.Original, r.Restored)),
        ];

    private sealed record Photographed(Guid Company, Guid Image, StoredPhoto Original, StoredPhoto? Restored);

    private sealed record Masked(Guid Company, Guid Image, StoredMasks? Original, StoredMasks? Restored);
}
