namespace Cutis.Platform.Storage;

/// <summary>
/// Space reserved so that erasing works on a full disk, because deleting a row makes the database write. The file <c>reserve</c> is
/// deleted when an erasure finds no space, and written again when there is some.
/// </summary>
internal sealed class SpaceReserve
{
    /// <summary>Enough for the log of a large transaction.</summary>
    public const int Bytes = 4 << 20;

    private const int BlockBytes = 64 << 10;

    private readonly string _path;
    private readonly Lock _lock = new();

    /// <param name="dataFolder">The folder of the database: the space must be on the same disk.</param>
    public SpaceReserve(string dataFolder) => _path = Path.Combine(dataFolder, "reserve");

    /// <summary>Extends the file to its full length, or as far as the disk allows.</summary>
    /// <returns>False when there was not enough space.</returns>
    public bool TryFill()
    {
        lock (_lock)
        {
            try
            {
                if (new FileInfo(_path) is { Exists: true, Length: >= Bytes })
                    return true;
                using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
                // The bytes are written: file systems do not allocate space for holes.
                var block = new byte[BlockBytes];
                while (file.Position < Bytes)
                    file.Write(block);
                file.Flush(flushToDisk: true);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A smaller reserve helps as well.
                return false;
            }
        }
    }

    /// <summary>Releases the space.</summary>
    /// <returns>False when there was none.</returns>
    public bool TryGiveUp()
    {
        lock (_lock)
            return File.Exists(_path) && TryDelete();
    }

    private bool TryDelete()
    {
        try
        {
            File.Delete(_path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
