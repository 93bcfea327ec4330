namespace Cutis.Platform.Storage;

/// <summary>Files with secrets: mode 0600 from the first byte on, and never half written.</summary>
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
        // A key that was revoked must not come back with the power.
        FileSystem.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Holds a file that no other process may hold at the same time, until it is disposed.</summary>
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
