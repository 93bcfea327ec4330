using System.Buffers;

namespace Cutis.Server.Http;

/// <summary>
/// Bytes that come bit by bit, in chunks from a pool: there is never more memory than twice what has come, whatever was announced, and
/// nothing is copied while it grows.
/// </summary>
internal sealed class PooledChunks : IDisposable
{
    private const int MinChunk = 4 << 10;
    private const int MaxChunk = 256 << 10;
    private readonly List<byte[]> _full = [];
    private byte[] _last = ArrayPool<byte>.Shared.Rent(MinChunk);
    private int _used;

    /// <summary>Bytes that have come.</summary>
    public long Length { get; private set; }

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_used == _last.Length)
            {
                _full.Add(_last);
                _last = ArrayPool<byte>.Shared.Rent(Math.Min(MaxChunk, 2 * _last.Length));
                _used = 0;
            }

            return _last.AsMemory(_used);
        }
    }

    /// <summary>Takes in the first bytes of <see cref="Free"/>.</summary>
    public void Advance(int count)
    {
        _used += count;
        Length += count;
    }

    /// <summary>All of it, in one array.</summary>
    public byte[] ToArray()
    {
        var all = GC.AllocateUninitializedArray<byte>(checked((int)Length));
        var at = 0;
        foreach (var chunk in _full)
        {
            chunk.CopyTo(all, at);
            at += chunk.Length;
        }

        _last.AsSpan(0, _used).CopyTo(all.AsSpan(at));
        return all;
    }

    public void Dispose()
    {
        // Bodies hold what is private.
        foreach (var chunk in _full)
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
        ArrayPool<byte>.Shared.Return(_last, clearArray: true);
        _full.Clear();
        _last = [];
        _used = 0;
    }
}
