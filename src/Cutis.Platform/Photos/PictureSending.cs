using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Cutis.Platform.Photos;

/// <summary>
/// A picture on its way to one client. It is read from memory, or from a file once the picture had to leave the memory; in between a
/// client that is slow holds no more than a buffer.
/// </summary>
internal sealed class PictureSending(PictureContent content, Action abort, Action<PictureSending> leave) : IDisposable
{
    private const int BufferBytes = 32 << 10;
    private readonly Lock _lock = new();
    private PictureContent? _content = content;
    private SafeFileHandle? _file;
    private long _fileLength;

    /// <summary>Cuts the connection: nobody takes half a picture for a whole one.</summary>
    public void Abort() => abort();

    /// <summary>Goes on from a file; the memory is let go.</summary>
    public void MoveTo(SafeFileHandle file, long length)
    {
        lock (_lock)
            (_content, _file, _fileLength) = (null, file, length);
    }

    /// <summary>Writes a part of the picture to a stream, or all that there will be from a place on.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="from">The first byte.</param>
    /// <param name="length">How many; null for the rest of a picture that may still be drawn.</param>
    /// <param name="stop">Tells that the client has left.</param>
    public async Task WriteAsync(Stream target, long from, long? length, CancellationToken stop)
    {
        var end = length is { } count ? from + count : long.MaxValue;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (from < end)
            {
                // Nothing of the picture is held while the client is waited for: it may have to leave the memory meanwhile.
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

    // What is in a file was whole.
    private bool IsWhole()
    {
        lock (_lock)
            return _content?.IsWhole ?? true;
    }
}
