using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Cutis.Platform.Storage;

/// <summary>File system functions that .NET lacks: flushing a folder, and identifying a version of a file.</summary>
internal static partial class FileSystem
{
    private const int CloseOnExec = 0x80000;
    private const int InvalidArgument = 22;
    private const int EmptyPath = 0x1000;
    private const uint BasicFields = 0x7ff;
    private const int StatBytes = 256;

    /// <summary>
    /// Returns once the entries of a folder are on the disk: a file renamed into it keeps its name after a power failure.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new SafeFileHandle(Open(path, OperatingSystem.IsLinux() ? CloseOnExec : 0), ownsHandle: true);
        if (folder.IsInvalid)
            throw new DirectoryNotFoundException($"{path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        // Some network file systems flush folders on their own and reject the call.
        if (Flush(folder) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            throw new IOException($"{path} cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>
    /// A text that changes whenever the file is written, replaced or given other times: on Linux device, inode, length, and the times of
    /// the last write and of the last change, which no program can set back; elsewhere length and time of the last write.
    /// </summary>
    public static string Version(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux() && StatVersion(file) is { } version)
            return version;
        return $"{RandomAccess.GetLength(file)} {File.GetLastWriteTimeUtc(file).Ticks}";
    }

    [SupportedOSPlatform("linux")]
    private static string? StatVersion(SafeFileHandle file)
    {
        Span<byte> stat = stackalloc byte[StatBytes];
        try
        {
            if (Stat(file, "", EmptyPath, BasicFields, ref MemoryMarshal.GetReference(stat)) != 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            // The C library is older than the call.
            return null;
        }

        // The kernel defines the offsets of the fields; they are the same on every processor.
        var device = MemoryMarshal.Read<long>(stat[136..]);
        var (inode, length) = (MemoryMarshal.Read<long>(stat[32..]), MemoryMarshal.Read<long>(stat[40..]));
        var (changed, changedNanoseconds) = (MemoryMarshal.Read<long>(stat[96..]), MemoryMarshal.Read<uint>(stat[104..]));
        var (written, writtenNanoseconds) = (MemoryMarshal.Read<long>(stat[112..]), MemoryMarshal.Read<uint>(stat[120..]));
        return $"{device:x} {inode} {length} {written}.{writtenNanoseconds:d9} {changed}.{changedNanoseconds:d9}";
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(SafeFileHandle folder, string path, int flags, uint mask, ref byte stat);
}
