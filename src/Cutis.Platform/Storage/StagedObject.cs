namespace Cutis.Platform.Storage;

/// <summary>
/// Content that was received whole and is not an object yet. It is in a temporary file, which is deleted when this is disposed of without
/// having been committed.
/// </summary>
internal sealed class StagedObject(FileStream file, string digest, Func<FileStream, ObjectKey, Task> move) : IAsyncDisposable
{
    private bool _isCommitted;

    /// <summary>SHA-256 of the content, as 64 lower-case hexadecimal digits.</summary>
    public string Digest { get; } = digest;

    /// <summary>The length of the content in bytes.</summary>
    public long Length { get; } = file.Length;

    /// <summary>The whole content, in a new array.</summary>
    /// <remarks>Allocates <see cref="Length"/> bytes: call it only where that memory was admitted.</remarks>
    public async Task<byte[]> ReadAllAsync(CancellationToken stop)
    {
        var all = GC.AllocateUninitializedArray<byte>(checked((int)Length));
        for (var at = 0; at < all.Length; )
        {
            var read = await RandomAccess.ReadAsync(file.SafeFileHandle, all.AsMemory(at), at, stop);
            if (read == 0)
                throw new EndOfStreamException("The temporary file has become shorter");
            at += read;
        }

        return all;
    }

    /// <summary>A stream of the content, from its beginning; valid until this is committed or disposed of.</summary>
    public Stream OpenRead() =>
        new FileStream(
            file.Name,
            new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous,
            }
        );

    /// <summary>
    /// Turns the content into an object atomically: when this returns, the object is on the disk and survives a power failure. One of the
    /// same key is replaced. The operation cannot be cancelled.
    /// </summary>
    /// <exception cref="ArgumentException">The key is for other content.</exception>
    public async Task CommitAsync(ObjectKey key, CancellationToken stop)
    {
        if (key.Digest != Digest)
            throw new ArgumentException($"{key} is not for content of the digest {Digest}", nameof(key));
        stop.ThrowIfCancellationRequested();
        await move(file, key);
        _isCommitted = true;
    }

    public ValueTask DisposeAsync() => _isCommitted ? file.DisposeAsync() : TemporaryFiles.DiscardAsync(file);
}
