namespace Cutis.Platform.Photos;

/// <summary>
/// The bytes of a picture. One writer appends to them while many readers read them, each at its own pace. All share the same memory:
/// nothing is copied for a reader or when the picture is complete.
/// </summary>
internal sealed class PictureContent
{
    // Below the large object heap, and small enough that a stalled reader holds little.
    private const int ChunkBytes = 64 << 10;
    private readonly Lock _lock = new();
    private readonly List<byte[]> _chunks = [];
    private long _length;
    private long _shown;
    private bool _isWhole;
    private bool _hasEnded;
    private TaskCompletionSource? _more;

    /// <summary>Number of bytes written so far.</summary>
    public long Length
    {
        get
        {
            lock (_lock)
                return _length;
        }
    }

    /// <summary>Whether the picture was drawn completely.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_lock)
                return _isWhole;
        }
    }

    /// <summary>Whether a cache holds it and accounts for its memory.</summary>
    public bool IsKept
    {
        get
        {
            lock (_lock)
                return field;
        }
        set
        {
            lock (_lock)
                field = value;
        }
    }

    /// <summary>Appends bytes; readers see them after <see cref="Show"/>.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            while (bytes.Length > 0)
            {
                var at = (int)(_length % ChunkBytes);
                if (at == 0)
                    _chunks.Add(GC.AllocateUninitializedArray<byte>(ChunkBytes));
                var part = bytes[..Math.Min(bytes.Length, ChunkBytes - at)];
                part.CopyTo(_chunks[^1].AsSpan(at));
                bytes = bytes[part.Length..];
                _length += part.Length;
            }
        }
    }

    /// <summary>Makes appended bytes visible to readers.</summary>
    public void Show()
    {
        TaskCompletionSource? more;
        lock (_lock)
            (_shown, more, _more) = (_length, _more, null);
        more?.SetResult();
    }

    /// <summary>Declares that no more bytes will follow.</summary>
    /// <param name="isWhole">Whether the picture was drawn completely.</param>
    public void End(bool isWhole)
    {
        lock (_lock)
        {
            if (_hasEnded)
                return;
            (_hasEnded, _isWhole) = (true, isWhole);
            var rest = (int)(_length % ChunkBytes);
            // There are many small pictures; trim their last chunk.
            if (isWhole && rest > 0)
                _chunks[^1] = _chunks[^1][..rest];
        }

        Show();
    }

    /// <summary>Waits for bytes at an offset and returns those in the same chunk; empty at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long from, CancellationToken stop)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (from < _shown)
                    return Piece(from);
                if (_hasEnded)
                    return default;
                more = (_more ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await more.WaitAsync(stop);
        }
    }

    private ReadOnlyMemory<byte> Piece(long from)
    {
        var (chunk, at) = ((int)(from / ChunkBytes), (int)(from % ChunkBytes));
        return _chunks[chunk].AsMemory(at, (int)Math.Min(ChunkBytes - at, _shown - from));
    }
}
