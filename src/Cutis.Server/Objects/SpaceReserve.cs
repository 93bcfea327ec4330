namespace Cutis.Server.Objects;

/// <summary>
/// Space that is kept so that erasing works on a full disk: to delete a row the database has to write. The file <c>reserve</c> is
/// given up when an erasure finds no space, and made again when there is some.
/// </summary>
internal sealed class SpaceReserve
{
    /// <summary>Enough for the log of a large transaction.</summary>
    public const int Bytes = 4 << 20;

    private readonly string _path;
    private readonly Lock _lock = new();

    /// <param name="dataFolder">Where the database is: the space must be on the same disk.</param>
    public SpaceReserve(string dataFolder) => _path = Path.Combine(dataFolder, "reserve");

    /// <summary>Makes the file unless it is there.</summary>
    /// <returns>False when there is no space for it.</returns>
    public bool TryFill()
    {
        lock (_lock)
        {
            var written = false;
            try
            {
                if (new FileInfo(_path) is { Exists: true, Length: >= Bytes }) return true;
                using (var file = new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.None))
                {
                    // Written and not only promised: file systems keep holes for free.
                    var block = new byte[1 << 16];
                    for (var at = 0; at < Bytes; at += block.Length) file.Write(block);
                    file.Flush(flushToDisk: true);
                }

                return written = true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
            finally
            {
                if (!written && new FileInfo(_path) is { Exists: true, Length: < Bytes }) TryDelete();
            }
        }
    }

    /// <summary>Gives the space up.</summary>
    /// <returns>False when there was none.</returns>
    public bool TryGiveUp()
    {
        lock (_lock) return File.Exists(_path) && TryDelete();
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
