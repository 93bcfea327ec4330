namespace Cutis.Platform.Storage;

/// <summary>Distinguishes a full disk from an unavailable one, and explains why a file cannot be written.</summary>
internal static class DiskFaults
{
    // ENOSPC and EDQUOT of Linux; EDQUOT of macOS; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly int[] Full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    // EROFS of Linux and macOS, ENOTDIR of both, EISDIR of both.
    private const int ReadOnly = 30;
    private const int NoFolder = 20;
    private const int IsFolder = 21;

    /// <summary>Why a file or folder cannot be read or made, as the end of a sentence.</summary>
    public static string Reason(Exception exception) =>
        exception switch
        {
            _ when IsFull(exception) => "the disk is full",
            UnauthorizedAccessException => "this user may not do that",
            FileNotFoundException or DirectoryNotFoundException => "there is no such file or folder",
            IOException { HResult: ReadOnly } => "the disk is read-only",
            IOException { HResult: NoFolder } => "a part of the path is a file",
            IOException { HResult: IsFolder } => "it is a folder",
            _ => exception.Message.TrimEnd('.'),
        };

    /// <summary>True when the disk, or the quota of this user, is full.</summary>
    public static bool IsFull(Exception exception) => exception is IOException && Full.Contains(exception.HResult);
}
