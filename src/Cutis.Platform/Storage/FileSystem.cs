using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Cutis.Platform.Storage;

/// <summary>What .NET does not offer of a file system: flushing a folder, and all that tells one version of a file from another.</summary>
internal static partial class FileSystem
{
    private const int CloseOnExec = 0x80000;
    private const int InvalidArgument = 22;
    private const int EmptyPath = 0x1000;
    private const uint BasicFields = 0x7ff;
    private const int StatBytes = 256;

    /// <summary>
    /// Returns once the entries of a folder are on the disk: a file that was renamed into it keeps its name through a power cut.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be opened, or the disk does not take it.</exception>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new SafeFileHandle(Open(path, OperatingSystem.IsLinux() ? CloseOnExec : 0), ownsHandle: true);
        if (folder.IsInvalid)
            throw new DirectoryNotFoundException($"{path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        // Some network file systems flush folders by themselves and refuse to be asked.
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
            // A C library older than the call.
            return null;
        }

        // The places of the fields are the kernel's, the same on every processor.
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
