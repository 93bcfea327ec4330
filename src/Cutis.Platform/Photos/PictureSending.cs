using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Cutis.Platform.Photos;

/// <summary>
/// A picture being sent to one client, from memory or, once it had to leave memory, from a file. A slow client holds no more than one
/// buffer.
/// </summary>
internal sealed class PictureSending(PictureContent content, Action abort, Action<PictureSending> leave) : IDisposable
{
    private const int BufferBytes = 32 << 10;
    private readonly Lock _lock = new();
    private PictureContent? _content = content;
    private SafeFileHandle? _file;
    private long _fileLength;

    /// <summary>Closes the connection, so that no client takes half a picture for a complete one.</summary>
    public void Abort() => abort();

    /// <summary>Continues from a file and releases the memory.</summary>
    public void MoveTo(SafeFileHandle file, long length)
    {
        lock (_lock)
            (_content, _file, _fileLength) = (null, file, length);
    }

    /// <summary>Writes a part of the picture, or everything from an offset, to a stream.</summary>
    /// <param name="target">Receives the bytes.</param>
    /// <param name="from">Offset of the first byte.</param>
    /// <param name="length">Number of bytes; null for the rest of a picture that may still be being drawn.</param>
    /// <param name="stop">Cancelled when the client has left.</param>
    public async Task WriteAsync(Stream target, long from, long? length, CancellationToken stop)
    {
        var end = length is { } count ? from + count : long.MaxValue;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (from < end)
            {
                // No reference to the picture is held while waiting for the client: it may have to leave memory meanwhile.
                var read = await ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferBytes, end - from)), from, stop);
                if (read == 0)
                    break;
                await target.WriteAsync(buffer.AsMemory(0, read), stop);
                from += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (!IsWhole())
            Abort();
    }

    public void Dispose() => leave(this);

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, long from, CancellationToken stop)
    {
        PictureContent? memory;
        lock (_lock)
            memory = _content;
        if (memory is null)
            return from < _fileLength ? await RandomAccess.ReadAsync(_file!, buffer, from, stop) : 0;
        var piece = await memory.ReadAsync(from, stop);
        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        return count;
    }

    // Only complete pictures move to files.
    private bool IsWhole()
    {
        lock (_lock)
            return _content?.IsWhole ?? true;
    }
}
