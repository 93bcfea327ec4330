using System.Globalization;

namespace Cutis.Platform.Storage;

/// <summary>
/// Files without a record, moved out of the way: <c>objects/aside/</c>, a folder for each day, with the same paths in it as in
/// <c>objects/</c>. The server never deletes a folder whose name is not a day.
/// </summary>
/// <param name="objects">The folder of the objects.</param>
internal sealed class AsideFolder(string objects)
{
    private const string DayFormat = "yyyy-MM-dd";
    private readonly string _root = Path.Combine(objects, "aside");

    /// <summary>The folder of a day; it is deleted when its files have been kept for the days of the setting.</summary>
    public static string Day(DateTimeOffset now) => now.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>A folder of something that only a person may delete.</summary>
    public static string Kept(string why, DateTimeOffset now) => $"{why}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";

    /// <summary>The folders, with the day until which each is kept; null for one that stays.</summary>
    public IEnumerable<(string Path, DateTimeOffset? Until)> Folders(int days)
    {
        if (!Directory.Exists(_root))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories(_root))
        {
            var isDay = DateTimeOffset.TryParseExact(
                Path.GetFileName(folder),
                DayFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var day
            );
            // A file that was moved at the end of the day is kept for the full time as well.
            yield return (folder, isDay ? day.AddDays(days + 1) : null);
        }
    }

    /// <summary>Moves a file aside, unless it was written after the given time: then a request is about to record it.</summary>
    /// <returns>True when it was moved.</returns>
    public bool TryMove(string file, string folder, DateTimeOffset writtenBefore)
    {
        var target = PathOf(file, folder);
        try
        {
            if (File.GetLastWriteTimeUtc(file) > writtenBefore.UtcDateTime)
                return false;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(file, target, overwrite: true);
            if (File.GetLastWriteTimeUtc(target) <= writtenBefore.UtcDateTime)
                return true;
            // The file was stored again between the check and the move.
            if (!File.Exists(file))
                File.Move(target, file);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // The file was erased meanwhile, or another sweeper moved it.
            return false;
        }
    }

    /// <summary>Deletes a file permanently, unless it was written after the given time.</summary>
    public bool TryDelete(string file, DateTimeOffset now, DateTimeOffset writtenBefore)
    {
        // The file is moved to a day's folder first, so that a file stored again meanwhile survives, and a crash is harmless.
        if (!TryMove(file, Day(now), writtenBefore))
            return false;
        File.Delete(PathOf(file, Day(now)));
        return true;
    }

    /// <summary>Moves an object that lies aside back to its place. True when it lay aside.</summary>
    public bool TryRestore(RecordedObject lost)
    {
        foreach (var (folder, _) in Folders(0))
        {
            var (file, target) = (Path.Combine(folder, lost.Key.Path), Path.Combine(objects, lost.Key.Path));
            if (!File.Exists(file))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(file, target);
            return true;
        }

        return false;
    }

    /// <summary>True when an object lies aside.</summary>
    public bool Has(RecordedObject lost) => Folders(0).Any(folder => File.Exists(Path.Combine(folder.Path, lost.Key.Path)));

    /// <summary>Deletes the files aside that belong to erased objects.</summary>
    public void Erase(ObjectKey prefix)
    {
        foreach (var (folder, _) in Folders(0))
        {
            var path = Path.Combine(folder, prefix.Path);
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Deletes the daily folders whose retention has ended.</summary>
    /// <returns>The number of folders deleted.</returns>
    public int Purge(DateTimeOffset now, int days)
    {
        var over = Folders(days).Where(folder => folder.Until <= now).ToArray();
        foreach (var (folder, _) in over)
            Directory.Delete(folder, recursive: true);
        return over.Length;
    }

    private string PathOf(string file, string folder) => Path.Combine(_root, folder, Path.GetRelativePath(objects, file));
}
