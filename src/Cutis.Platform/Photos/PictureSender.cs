using Cutis.Platform.Capacity;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Photos;

/// <summary>
/// Sends pictures and bounds the memory of those that clients have not received yet. Pictures in a cache are accounted for there. Of all
/// others a fixed number of bytes stays in memory; those in transit longest move to temporary files, from which their clients continue.
/// When the files exceed their limit as well, the clients that have been reading longest are disconnected. A client that does not read
/// therefore costs others neither memory nor their pictures. Pictures that are drawn faster than they move wait for their turn.
/// </summary>
internal sealed partial class PictureSender : IDisposable
{
    // Disk space is cheaper than memory.
    private const int FileFactor = 32;
    private const long MaxDefault = 64L << 20;
    private const int PartOfMemory = 12;
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _entries = new(); // The first has been on its way for longest.
    private readonly Dictionary<PictureContent, Entry> _inMemory = [];
    private readonly TemporaryFiles _files;
    private readonly TransitMemory _transit;
    private readonly ILogger<PictureSender> _log;
    private readonly long _sendBytes;
    private bool _isMoving;

    public PictureSender(RasterisationOptions options, TemporaryFiles files, TransitMemory transit, ILogger<PictureSender> log)
    {
        (_files, _transit, _log) = (files, transit, log);
        _sendBytes = options.SendBytes ?? Math.Min(MaxDefault, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / PartOfMemory);
        transit.Count(() => Math.Max(0, MemoryBytes - _sendBytes));
    }

    /// <summary>Bytes in memory of pictures in transit that no cache holds.</summary>
    public long MemoryBytes
    {
        get
        {
            lock (_lock)
                return _entries.Sum(entry => entry.MemoryBytes);
        }
    }

    /// <summary>Bytes in temporary files of pictures in transit.</summary>
    public long FileBytes
    {
        get
        {
            lock (_lock)
                return _entries.Sum(entry => entry.FileBytes);
        }
    }

    /// <summary>Begins to send a picture to a client.</summary>
    /// <param name="content">The picture, which may still be being drawn.</param>
    /// <param name="abort">Closes the connection to the client.</param>
    /// <returns>Must be disposed when the picture was sent. A caller that keeps a reference to the picture itself keeps its
    /// memory.</returns>
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

    /// <summary>Checks whether pictures have to leave memory, because one was completed or a cache has dropped one.</summary>
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

        _transit.Release();
    }

    private Entry? NextToMove()
    {
        var bytes = _entries.Sum(entry => entry.MemoryBytes);
        return bytes > _sendBytes ? _entries.FirstOrDefault(entry => entry.MemoryBytes > 0) : null;
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
            NotMoved(_log, e);
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

        _transit.Release();
        Check();
    }

    private void MakeRoom(long bytes)
    {
        lock (_lock)
        {
            var rest = _entries.Sum(entry => entry.FileBytes) + bytes - (FileFactor * _sendBytes);
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

    // The file is unlinked at once, so that it disappears with the process, however that ends.
    private async Task<FileStream> WriteAsync(PictureContent content)
    {
        var file = _files.Create();
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

    [LoggerMessage(LogLevel.Warning, "A picture could not be moved to a temporary file; its slow clients are disconnected")]
    private static partial void NotMoved(ILogger log, Exception e);

    private sealed class Entry(PictureContent content)
    {
        public PictureContent? Content { get; set; } = content;

        public FileStream? File { get; set; }

        public long Length { get; set; }

        public bool IsCut { get; set; }

        public List<PictureSending> Sendings { get; } = [];

        // A picture being drawn is accounted for by its turn, a cached one by its cache.
        public long MemoryBytes => Content is { IsWhole: true, IsKept: false } content ? content.Length : 0;

        public long FileBytes => File is null ? 0 : Length;
    }
}
