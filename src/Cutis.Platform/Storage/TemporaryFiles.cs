namespace Cutis.Platform.Storage;

/// <summary>
/// Files that are being written. Each process has a folder of its own in the given one, and keeps a file in it locked for as long as it
/// lives, so that a cleaner can distinguish the files of an ended process from those of a running one, in any container.
/// </summary>
internal sealed class TemporaryFiles : IDisposable
{
    private const string LockName = "lock";
    private const int MaxTries = 10;
    private readonly string _root;
    private readonly Lock _one = new();
    private string? _folder;
    private FileStream? _alive;

    public TemporaryFiles(string root)
    {
        _root = root;
        Directory.CreateDirectory(root);
    }

    /// <summary>Creates an empty file, open for writing and reading; the caller renames or deletes it.</summary>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(NewPath(), options);
    }

    /// <summary>A unique path to move something to before it is deleted.</summary>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    public string NewPath() => Path.Combine(Folder(), Path.GetRandomFileName());

    /// <summary>Closes and deletes a file that was created here.</summary>
    public static async ValueTask DiscardAsync(FileStream file)
    {
        await file.DisposeAsync();
        try
        {
            File.Delete(file.Name);
        }
        catch (DirectoryNotFoundException)
        {
            // The folder was emptied by hand.
        }
    }

    /// <summary>Deletes the files of processes that have ended; those of running processes stay.</summary>
    public void SweepAbandoned()
    {
        foreach (var folder in Directory.EnumerateDirectories(_root))
        {
            if (folder == _folder)
            {
                // Its files are being written; its folders were waiting for deletion.
                foreach (var left in Directory.EnumerateDirectories(folder))
                    Delete(left);
                continue;
            }

            // The lock is held while the folder is deleted, so that no process starts to use it.
            using var held = TryLock(Path.Combine(folder, LockName), FileMode.OpenOrCreate);
            if (held is not null)
                Delete(folder);
        }

        // Earlier versions wrote here directly, each file locked while it was written.
        foreach (var file in Directory.EnumerateFiles(_root))
        {
            using var held = TryLock(file, FileMode.Open);
            if (held is not null)
                File.Delete(file);
        }
    }

    public void Dispose()
    {
        lock (_one)
        {
            if (_folder is not null)
                Delete(_folder);
            _alive?.Dispose();
            (_folder, _alive) = (null, null);
        }
    }

    private string Folder()
    {
        lock (_one)
        {
            // Checked each time, because the folder may have been emptied by hand.
            if (_folder is not null && File.Exists(Path.Combine(_folder, LockName)))
                return _folder;
            _alive?.Dispose();
            for (var tries = 1; ; tries++)
            {
                var folder = Path.Combine(_root, $"{Environment.ProcessId}-{Path.GetRandomFileName()}");
                if (OperatingSystem.IsWindows())
                    Directory.CreateDirectory(folder);
                else
                    Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                var path = Path.Combine(folder, LockName);
                _alive = TryLock(path, FileMode.CreateNew);
                // A sweeper may have deleted the folder between its creation and its locking.
                if (_alive is not null && File.Exists(path))
                    return _folder = folder;
                _alive?.Dispose();
                if (tries == MaxTries)
                    throw new IOException($"No folder for temporary files can be made in {_root}");
            }
        }
    }

    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another sweeper deletes it, or the next one will.
        }
    }
}
