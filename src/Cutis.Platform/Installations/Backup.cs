using System.Security.Cryptography;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Installations;

/// <summary>The contents of a backup.</summary>
/// <param name="Images">Number of images that are not erased.</param>
/// <param name="Objects">Number of photos and mask sets.</param>
/// <param name="Bytes">Their size in bytes.</param>
/// <param name="Missing">Recorded objects that are missing in the data folder.</param>
/// <param name="Damaged">Objects whose bytes do not match their digest; the backup contains them unchanged.</param>
internal sealed record BackedUp(
    int Images,
    int Objects,
    long Bytes,
    IReadOnlyList<RecordedObject> Missing,
    IReadOnlyList<RecordedObject> Damaged
);

/// <summary>
/// Copies a data folder while servers work on it: the database at one moment, and then every object that it refers to. Objects never change
/// and stay for days after they are superseded, so that all of them are still there.
/// </summary>
internal sealed class Backup(InstallationFolder source, InstallationFolder target)
{
    private const int Batch = 200;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly List<RecordedObject> _missing = [];
    private readonly List<RecordedObject> _damaged = [];
    private int _objects;
    private long _bytes;

    /// <exception cref="DisputeException">The database and the objects do not belong together.</exception>
    /// <exception cref="IOException">The folder is not empty or cannot be written.</exception>
    public static Task<BackedUp> RunAsync(InstallationFolder source, string folder, CancellationToken stop)
    {
        var path = Path.GetFullPath(folder);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new IOException($"The folder {path} is not empty; a backup needs one of its own");
        if ((path + Path.DirectorySeparatorChar).StartsWith(source.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new IOException($"The folder {path} is in the data folder; a backup belongs on another disk");
        var agreement = source.Judge();
        if (agreement.IsDispute())
            throw new DisputeException(agreement, source.Root);
        MakeFolder(path);
        return new Backup(source, new InstallationFolder(path)).RunAsync(stop);
    }

    private async Task<BackedUp> RunAsync(CancellationToken stop)
    {
        DatabaseCopy.Create(source.Database, target.Database);
        var facts = DatabaseFacts.Read(target.Database);
        await using var db = target.Connect();
        var images = await db.Images.IgnoreQueryFilters().AsNoTracking().Where(i => i.ErasedAt == null).Select(i => i.Id).ToListAsync(stop);
        foreach (var some in images.Chunk(Batch))
        {
            var recorded = await RecordedObjects.ReadAsync(db, some, stop);
            if (facts.Id is not null)
                recorded.UnionWith(await RecordedObjects.ListSupersededAsync(db, some, stop));
            foreach (var stored in recorded)
                await CopyAsync(stored, stop);
            foreach (var (company, image) in recorded.Select(stored => (stored.Company, stored.Image)).Distinct())
                CopyRecipes(company, image);
        }

        var erased = facts.Id is null ? [] : await EraseAsync(db, facts.Generation, stop);
        foreach (var name in (string[])["signing-keys.json", "receipt-key.pem", "credentials.json"])
        {
            var file = Path.Combine(source.Root, name);
            if (File.Exists(file))
                PrivateFile.Write(Path.Combine(target.Root, name), await File.ReadAllBytesAsync(file, stop));
        }

        // Written last: a backup without it is recognised as unfinished.
        if (facts.Id is { } id)
            target.Mark.Write(new InstallationMark(id, facts.Generation));
        _missing.RemoveAll(stored => erased.Contains(stored.Image));
        return new BackedUp(images.Count - images.Count(erased.Contains), _objects, _bytes, _missing, _damaged);
    }

    private async Task CopyAsync(RecordedObject stored, CancellationToken stop)
    {
        var to = Path.Combine(target.Objects, stored.Key.Path);
        MakeFolder(Path.GetDirectoryName(to)!);
        try
        {
            var from = Path.Combine(source.Objects, stored.Key.Path);
            await using var read = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using var write = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 17];
            for (int count; (count = await read.ReadAsync(buffer, stop)) > 0; )
            {
                hash.AppendData(buffer, 0, count);
                await write.WriteAsync(buffer.AsMemory(0, count), stop);
            }

            write.Flush(flushToDisk: true);
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != stored.Digest)
                _damaged.Add(stored);
            _objects++;
            _bytes += write.Length;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            _missing.Add(stored);
        }
    }

    // Small, and stored again on demand; copied with their times, which determine when they expire.
    private void CopyRecipes(Guid company, Guid image)
    {
        var folder = ObjectKey.Image(company, image).Path;
        foreach (var recipe in ObjectFolder.Recipes(Path.Combine(source.Objects, folder)))
        {
            var to = Path.Combine(target.Objects, folder, "recipes", recipe.Name);
            MakeFolder(Path.GetDirectoryName(to)!);
            try
            {
                recipe.CopyTo(to);
                File.SetLastWriteTimeUtc(to, recipe.LastWriteTimeUtc);
            }
            catch (FileNotFoundException)
            {
                // Deleted or erased meanwhile.
            }
        }
    }

    // Images that were erased while the copy was made are erased in the copy too.
    private async Task<HashSet<Guid>> EraseAsync(CutisDb copy, long generation, CancellationToken stop)
    {
        await using var live = source.Connect();
        var erased = await live
            .Images.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(i => i.ErasedAt != null && i.Generation > generation)
            .Select(i => new
            {
                i.Id,
                i.CompanyId,
                i.ErasedAt,
            })
            .ToListAsync(stop);
        foreach (var image in erased)
        {
            await copy.Results.IgnoreQueryFilters().Where(r => r.ImageId == image.Id).ExecuteDeleteAsync(stop);
            await copy.ResultVersions.IgnoreQueryFilters().Where(v => v.ImageId == image.Id).ExecuteDeleteAsync(stop);
            await copy.SupersededObjects.IgnoreQueryFilters().Where(s => s.ImageId == image.Id).ExecuteDeleteAsync(stop);
            await copy
                .Images.IgnoreQueryFilters()
                .Where(i => i.Id == image.Id)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(i => i.ErasedAt, image.ErasedAt)
                            .SetProperty(i => i.Name, "")
                            .SetProperty(i => i.Restored, (StoredPhoto?)null)
                            .SetProperty(i => i.Faces, (StoredFaces?)null),
                    stop
                );
            var files = Path.Combine(target.Objects, ObjectKey.Image(image.CompanyId, image.Id).Path);
            if (Directory.Exists(files))
                Directory.Delete(files, recursive: true);
        }

        return [.. erased.Select(image => image.Id)];
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
    }
}
