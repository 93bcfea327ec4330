using System.Buffers;

namespace Cutis.Platform.Storage;

/// <summary>
/// An object that is open for reading, in parts and from any offset. It stays readable and unchanged when the object is replaced or
/// deleted meanwhile.
/// </summary>
internal abstract class ObjectContent(long length, string version) : IDisposable
{
    private const int BufferBytes = 32 << 10;

    /// <summary>The length of the whole object in bytes.</summary>
    public long Length { get; } = length;

    /// <summary>A version identifier, which differs whenever the content may have changed.</summary>
    public string Version { get; } = version;

    /// <summary>Reads at most as many bytes as fit, starting at an offset; returns 0 at the end.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, long from, CancellationToken stop);

    /// <summary>The same, synchronously, for a few bytes.</summary>
    public abstract int Read(Span<byte> buffer, long from);

    /// <summary>Writes a part of the content to a stream through a buffer of 32 KiB.</summary>
    /// <exception cref="EndOfStreamException">The content has become shorter than it was.</exception>
    public async Task CopyToAsync(Stream target, long from, long length, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferBytes, Math.Max(length, 1)));
        try
        {
            for (var end = from + length; from < end; )
            {
                var read = await ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, end - from)), from, stop);
                if (read == 0)
                    throw new EndOfStreamException("The object has become shorter while it was read");
                await target.WriteAsync(buffer.AsMemory(0, read), stop);
                from += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads the whole content.</summary>
    /// <exception cref="EndOfStreamException">The content has become shorter than it was.</exception>
    public async Task<byte[]> ReadAllAsync(CancellationToken stop)
    {
        var all = GC.AllocateUninitializedArray<byte>(checked((int)Length));
        for (var at = 0; at < all.Length; )
        {
            var read = await ReadAsync(all.AsMemory(at), at, stop);
            if (read == 0)
                throw new EndOfStreamException("The object has become shorter while it was read");
            at += read;
        }

        return all;
    }

    public abstract void Dispose();
}
