namespace Cutis.Platform.Photos;

/// <summary>
/// The bytes of a picture. One draws and adds to them; many read them, each at its pace, also while they are being added. All share the
/// same memory: nothing is copied for a reader, nor when the picture is whole.
/// </summary>
internal sealed class PictureContent
{
    // Small enough to be an ordinary object for the collector, and for a reader who is stuck in one to matter little.
    private const int ChunkBytes = 64 << 10;
    private readonly Lock _lock = new();
    private readonly List<byte[]> _chunks = [];
    private long _length;
    private long _shown;
    private bool _isWhole;
    private bool _hasEnded;
    private TaskCompletionSource? _more;

    /// <summary>Bytes that there are.</summary>
    public long Length
    {
        get
        {
            lock (_lock)
                return _length;
        }
    }

    /// <summary>Whether the picture was drawn to its end.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_lock)
                return _isWhole;
        }
    }

    /// <summary>Whether a cache keeps it, and accounts for its memory.</summary>
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

    /// <summary>Adds bytes at the end; readers get to see them with <see cref="Show"/>.</summary>
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

    /// <summary>Lets readers have what there is.</summary>
    public void Show()
    {
        TaskCompletionSource? more;
        lock (_lock)
            (_shown, more, _more) = (_length, _more, null);
        more?.SetResult();
    }

    /// <summary>Says that nothing more will come.</summary>
    /// <param name="isWhole">Whether the picture was drawn to its end.</param>
    public void End(bool isWhole)
    {
        lock (_lock)
        {
            if (_hasEnded)
                return;
            (_hasEnded, _isWhole) = (true, isWhole);
            var rest = (int)(_length % ChunkBytes);
            // Small pictures are many.
            if (isWhole && rest > 0)
                _chunks[^1] = _chunks[^1][..rest];
        }

        Show();
    }

    /// <summary>
    /// The bytes from a place on, as many as lie together; waits until there are some. None when there is nothing more to come.
    /// </summary>
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
