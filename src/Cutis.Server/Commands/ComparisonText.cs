using Cutis.Platform.Installations;
using Cutis.Platform.Storage;

namespace Cutis.Server.Commands;

/// <summary>Prints the differences between a database and its objects.</summary>
internal static class ComparisonText
{
    private const int Shown = 20;

    public static void Write(InstallationFolder folder, Agreement agreement, DataComparison comparison)
    {
        var (database, mark) = (DatabaseFacts.Read(folder.Database), folder.Mark.Read());
        var images = database.Exists ? $"{comparison.Images} images, {Named(database.Id, database.Generation)}" : "is not there";
        Console.WriteLine($"Database  {folder.Database}: {images}");
        Console.WriteLine($"Files     {folder.Objects}: {Named(mark?.Id, mark?.Generation ?? 0)}");
        Console.WriteLine(Agreements.Explain(agreement, folder.Root) + ".");
        List("In the database and not among the files", comparison.Missing, stored => stored.Key.Path);
        List("Among the files, of images that the database does not know", comparison.Strays, stored => stored.Object.Key.Path);
        List("Among the files, and no record of its image names it", comparison.Unrecorded, stored => stored.Object.Key.Path);
        List("Erased, with files that the next sweep deletes", comparison.Erased, image => image.ToString("D"));
        if (comparison.IsEmpty)
            Console.WriteLine("Nothing is in one and not in the other.");
        foreach (var (path, _) in new AsideFolder(folder.Objects).Folders(0))
            Console.WriteLine($"Set aside before: files of {ObjectFolder.Images(path).Count()} images in {path}");
    }

    /// <summary>Prints the first items of a list below a title; nothing when the list is empty.</summary>
    public static void List<T>(string title, IReadOnlyCollection<T> items, Func<T, string> text)
    {
        if (items.Count == 0)
            return;
        Console.WriteLine($"{title}: {items.Count}");
        foreach (var item in items.Take(Shown))
            Console.WriteLine($"  {text(item)}");
        if (items.Count > Shown)
            Console.WriteLine($"  … and {items.Count - Shown} more");
    }

    private static string Named(Guid? id, long generation) => id is null ? "without an id" : $"installation {id:D} at {generation}";
}
