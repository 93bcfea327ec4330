namespace Cutis.Platform.Storage;

/// <summary>Tells a full disk from one that is away.</summary>
internal static class DiskFaults
{
    // ENOSPC and EDQUOT of Linux; EDQUOT of macOS; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly int[] Full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>True when there was no space, or none left that this user may take.</summary>
    public static bool IsFull(Exception exception) => exception is IOException && Full.Contains(exception.HResult);
}
