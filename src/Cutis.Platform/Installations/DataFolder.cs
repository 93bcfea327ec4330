using System.Runtime.InteropServices;
using Cutis.Platform.Configuration;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Installations;

/// <summary>The folder with the database, the photos and the secrets, accessible to its owner only.</summary>
internal sealed partial class DataFolder
{
    public const string DatabaseName = "cutis.db";

    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    // What a link leads to belongs to others.
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    private DataFolder(string path, string? warning) => (Path, Warning) = (path, warning);

    /// <summary>The path of the folder.</summary>
    public string Path { get; }

    /// <summary>What others may do with it, if that could not be prevented; otherwise null.</summary>
    public string? Warning { get; }

    /// <summary>Creates the folder if necessary, and removes the access of others even if it existed before.</summary>
    /// <exception cref="StartException">The folder does not exist and cannot be created, or cannot be used.</exception>
    public static DataFolder Open(string path)
    {
        if (File.Exists(path))
            throw new StartException($"The data folder {path} (CUTIS_DATA) is a file. Name a folder.");
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, Folder);
            CheckWritable(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (DiskFaults.IsFull(e))
                return new DataFolder(path, $"The disk of {path} is full: until images are erased, nothing can be stored.");
            throw new StartException($"The data folder {path} (CUTIS_DATA) cannot be written to: {DiskFaults.Reason(e)}.", e);
        }

        return new DataFolder(path, OperatingSystem.IsWindows() ? null : Close(path));
    }

    /// <summary>From now on, files created by this process are accessible to their owner only.</summary>
    public static void KeepFilesPrivate()
    {
        // Octal 077: no access for group and others.
        if (!OperatingSystem.IsWindows())
            _ = Umask(63);
    }

    private static void CheckWritable(string path)
    {
        var probe = System.IO.Path.Combine(path, System.IO.Path.GetRandomFileName());
        try
        {
            File.WriteAllBytes(probe, [1]);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static string? Close(string path)
    {
        try
        {
            // The database is named because earlier versions created it readable by all.
            foreach (var file in Directory.EnumerateFiles(path))
                CloseEntry(file);
            // Closing the folder closes everything in it, until a part of it is moved elsewhere. It is closed last, so that a start that
            // was interrupted goes on.
            if ((File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
            {
                foreach (var entry in Directory.EnumerateFileSystemEntries(path, "*", Everything))
                    CloseEntry(entry);
                CloseEntry(path);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var mode = Convert.ToString((int)File.GetUnixFileMode(path), 8);
            return $"Others may look into the data folder {path} (mode {mode}), and this cannot be changed: "
                + $"{DiskFaults.Reason(e)}. Its owner should set it to 0700.";
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void CloseEntry(string path)
    {
        var mode = File.GetUnixFileMode(path);
        if ((mode & Others) != UnixFileMode.None)
            File.SetUnixFileMode(path, mode & ~Others);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);
}
