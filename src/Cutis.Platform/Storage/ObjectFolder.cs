namespace Cutis.Platform.Storage;

/// <summary>Lists the folder of the objects, without changing it.</summary>
internal static class ObjectFolder
{
    /// <summary>Every image that has a folder.</summary>
    /// <param name="root">The folder of the objects, or a folder of objects that were moved aside.</param>
    public static IEnumerable<(Guid Company, Guid Image, string Path)> Images(string root)
    {
        foreach (var company in Folders(Path.Combine(root, "companies")))
        {
            if (!Guid.TryParseExact(Path.GetFileName(company), "D", out var companyId))
                continue;
            foreach (var image in Folders(Path.Combine(company, "images")))
                if (Guid.TryParseExact(Path.GetFileName(image), "D", out var imageId))
                    yield return (companyId, imageId, image);
        }
    }

    /// <summary>True when any image has any object.</summary>
    public static bool HasObjects(string root) => Images(root).Any(image => Files(image.Company, image.Image, image.Path).Any());

    /// <summary>The photos and mask sets of an image.</summary>
    public static IEnumerable<(RecordedObject Object, FileInfo File)> Files(Guid company, Guid image, string folder)
    {
        foreach (var kind in (string[])[ObjectKinds.Photos, ObjectKinds.Masks])
        {
            var files = new DirectoryInfo(Path.Combine(folder, kind));
            if (!files.Exists)
                continue;
            foreach (var file in files.EnumerateFiles())
            {
                var digest = Path.GetFileNameWithoutExtension(file.Name);
                if (ObjectKey.IsDigest(digest))
                    yield return (new RecordedObject(company, image, kind, digest), file);
            }
        }
    }

    /// <summary>The recipes of an image, which no row names: the time of a file is when a URL with it was last issued.</summary>
    public static IEnumerable<FileInfo> Recipes(string folder)
    {
        var recipes = new DirectoryInfo(Path.Combine(folder, "recipes"));
        return recipes.Exists ? recipes.EnumerateFiles() : [];
    }

    private static IEnumerable<string> Folders(string path) => Directory.Exists(path) ? Directory.EnumerateDirectories(path) : [];
}
