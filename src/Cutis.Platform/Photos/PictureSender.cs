using Cutis.Platform.Capacity;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Photos;

/// <summary>
/// Sends pictures and bounds the memory of those that clients have not taken yet. What a cache keeps is the cache's; of the rest so many
/// bytes stay in memory, and what has been on its way for longest goes to a temporary file, from which its clients read on. When the
/// files have become too many bytes as well, the clients that have been reading for longest are cut off: clients that do not read cost
/// others neither memory nor their pictures.
/// </summary>
internal sealed partial class PictureSender(RasterisationOptions options, DiskObjectStore store, ILogger<PictureSender> log) : IDisposable
{
    // Files are cheaper than memory.
    private const int FileFactor = 32;
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _entries = new(); // The first has been on its way for longest.
    private readonly Dictionary<PictureContent, Entry> _inMemory = [];
    private bool _isMoving;

    /// <summary>Bytes of pictures on their way that no cache keeps.</summary>
    public long MemoryBytes
    {
        get
        {
            lock (_lock)
                return _entries.Sum(entry => entry.MemoryBytes);
        }
    }

    /// <summary>Bytes of pictures on their way that are in files.</summary>
    public long FileBytes
    {
        get
        {
            lock (_lock)
                return _entries.Sum(entry => entry.FileBytes);
        }
    }

    /// <summary>Begins to send a picture to a client.</summary>
    /// <param name="content">The picture, which may still be drawn.</param>
    /// <param name="abort">Cuts the connection to the client.</param>
    /// <returns>To be disposed of when it was sent. Whoever holds the picture itself any longer keeps its memory.</returns>
    public PictureSending Begin(PictureContent content, Action abort)
    {
        PictureSending sending;
        lock (_lock)
        {
            if (!_inMemory.TryGetValue(content, out var entry))
            {
                _inMemory[content] = entry = new Entry(content);
                _entries.AddLast(entry);
            }

            sending = new PictureSending(content, abort, ended => End(entry, ended));
            entry.Sendings.Add(sending);
        }

        Check();
        return sending;
    }

    /// <summary>Looks whether anything has to leave the memory: a picture is whole now, or a cache has dropped one.</summary>
    public void Check()
    {
        lock (_lock)
        {
            if (_isMoving || NextToMove() is not { } entry)
                return;
            _isMoving = true;
            _ = Task.Run(() => MoveAsync(entry, entry.Content!));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _entries)
                entry.File?.Dispose();
        }
    }

    private void End(Entry entry, PictureSending sending)
    {
        lock (_lock)
        {
            if (!entry.Sendings.Remove(sending) || entry.Sendings.Count > 0)
                return;
            _entries.Remove(entry);
            if (entry.Content is { } content)
                _inMemory.Remove(content);
            entry.File?.Dispose();
        }
    }

    private Entry? NextToMove()
    {
        var bytes = _entries.Sum(entry => entry.MemoryBytes);
        return bytes > options.SendBytes ? _entries.FirstOrDefault(entry => entry.MemoryBytes > 0) : null;
    }

    private async Task MoveAsync(Entry entry, PictureContent content)
    {
        FileStream? file = null;
        try
        {
            MakeRoom(content.Length);
            file = await WriteAsync(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotMoved(log, e);
        }

        lock (_lock)
        {
            _isMoving = false;
            (entry.Content, entry.File, entry.Length) = (null, file, content.Length);
            _inMemory.Remove(content);
            foreach (var sending in entry.Sendings.ToArray())
            {
                if (file is null)
                    sending.Abort();
                else
                    sending.MoveTo(file.SafeFileHandle, content.Length);
            }

            if (entry.Sendings.Count == 0)
                file?.Dispose();
        }

        Check();
    }

    private void MakeRoom(long bytes)
    {
        lock (_lock)
        {
            var rest = _entries.Sum(entry => entry.FileBytes) + bytes - (FileFactor * options.SendBytes);
            foreach (var entry in _entries.ToArray())
            {
                if (rest <= 0)
                    return;
                if (entry.FileBytes == 0 || entry.IsCut)
                    continue;
                rest -= entry.FileBytes;
                entry.IsCut = true;
                foreach (var sending in entry.Sendings.ToArray())
                    sending.Abort();
            }
        }
    }

    // Without a name from the start: it is gone with the process, however that ends.
    private async Task<FileStream> WriteAsync(PictureContent content)
    {
        var file = store.Temporary.Create();
        try
        {
            File.Delete(file.Name);
            for (long at = 0; at < content.Length; )
            {
                var piece = await content.ReadAsync(at, CancellationToken.None);
                await RandomAccess.WriteAsync(file.SafeFileHandle, piece, at, CancellationToken.None);
                at += piece.Length;
            }

            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A picture that clients are slow to take could not be moved to a file; they are cut off")]
    private static partial void NotMoved(ILogger log, Exception e);

    private sealed class Entry(PictureContent content)
    {
        public PictureContent? Content { get; set; } = content;

        public FileStream? File { get; set; }

        public long Length { get; set; }

        public bool IsCut { get; set; }

        public List<PictureSending> Sendings { get; } = [];

        // What is being drawn is the drawing's, what a cache keeps is the cache's.
        public long MemoryBytes => Content is { IsWhole: true, IsKept: false } content ? content.Length : 0;

        public long FileBytes => File is null ? 0 : Length;
    }
}
