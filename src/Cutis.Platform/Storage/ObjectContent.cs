using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Cutis.Platform.Storage;

/// <summary>
/// An object that is open to be read, in parts and from any place. It stays readable, and the same, when the object is replaced or
/// deleted meanwhile.
/// </summary>
internal sealed class ObjectContent : IDisposable
{
    private const int BufferBytes = 32 << 10;
    private readonly SafeFileHandle _file;

    public ObjectContent(SafeFileHandle file)
    {
        _file = file;
        Version = FileSystem.Version(file);
        Length = RandomAccess.GetLength(file);
    }

    /// <summary>Bytes of the whole object.</summary>
    public long Length { get; }

    /// <summary>Another text whenever the content may have changed.</summary>
    public string Version { get; }

    /// <summary>Reads at most as many bytes as fit, from a place on; 0 at the end.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, long from, CancellationToken stop) =>
        RandomAccess.ReadAsync(_file, buffer, from, stop);

    /// <summary>The same, for a few bytes that are read at once.</summary>
    public int Read(Span<byte> buffer, long from) => RandomAccess.Read(_file, buffer, from);

    /// <summary>Writes a part of the content to a stream, with no more of it in memory than a buffer of 32 KiB.</summary>
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

    /// <summary>The whole content.</summary>
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

    public void Dispose() => _file.Dispose();
}
