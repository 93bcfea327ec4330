namespace Cutis.Platform.Storage;

/// <summary>Files with secrets: they have mode 0600 from the first byte on, and are replaced atomically.</summary>
internal static class PrivateFile
{
    public static void Write(string path, byte[] content)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, Options(FileMode.CreateNew)))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        // A revoked key must not come back after a power failure.
        FileSystem.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Locks a file against other processes until the result is disposed of.</summary>
    /// <returns>Null when another process holds it for longer than that.</returns>
    public static FileStream? TryLock(string path, TimeSpan patience)
    {
        FileStream? held = null;
        SpinWait.SpinUntil(() => (held = TryOpen(path)) is not null, patience);
        return held;
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, Options(FileMode.OpenOrCreate));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    // Sharing violation of Windows; EAGAIN of Linux and of macOS.
    private static bool IsHeld(IOException e) => e.HResult is unchecked((int)0x80070020) or 11 or 35;

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
