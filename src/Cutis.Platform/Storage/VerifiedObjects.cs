using System.Buffers;
using System.Security.Cryptography;

namespace Cutis.Platform.Storage;

/// <summary>Why a recorded object cannot be delivered.</summary>
internal enum ObjectFault
{
    /// <summary>The object does not exist.</summary>
    Missing,

    /// <summary>The digest of its bytes is not the one in its key.</summary>
    Damaged,
}

/// <summary>
/// Opens objects whose bytes are those that were stored: the digest in the key is verified before a byte is delivered. The result is
/// remembered per version of the file, so that a thousand ranges of a photo cost one verification. Whatever changes a file changes its
/// version; silent corruption is detected within a day.
/// </summary>
internal sealed class VerifiedObjects(IObjectStore store, TimeProvider clock) : IDisposable
{
    private const int BufferBytes = 64 << 10;
    private const int MaxRemembered = 20_000;
    private static readonly TimeSpan Trusted = TimeSpan.FromDays(1);
    private readonly RecentMap<(string Path, string Version), Verdict> _verdicts = new(MaxRemembered);

    private long _bytesHashed;

    // One verification uses a core and a disk.
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    /// <summary>Bytes that were read to compute digests, since the start.</summary>
    public long BytesHashed => Interlocked.Read(ref _bytesHashed);

    /// <summary>Opens an object for reading.</summary>
    public async Task<(ObjectContent? Content, ObjectFault? Fault)> OpenAsync(ObjectKey key, CancellationToken stop)
    {
        if (await store.OpenReadAsync(key, stop) is not { } content)
            return (null, ObjectFault.Missing);
        var verdict = VerdictOf(key, content);
        try
        {
            if (await verdict.WaitAsync(stop))
                return (content, null);
        }
        catch (IOException)
        {
            // A read error of the disk may be temporary: it is not remembered.
        }
        catch
        {
            _ = verdict.ContinueWith(_ => content.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        content.Dispose();
        return (null, ObjectFault.Damaged);
    }

    /// <summary>Reads a whole object.</summary>
    /// <remarks>Allocates as many bytes as the object has: call it only where that memory was admitted.</remarks>
    public async Task<(byte[]? Bytes, ObjectFault? Fault)> ReadAsync(ObjectKey key, CancellationToken stop)
    {
        var (content, fault) = await OpenAsync(key, stop);
        if (content is null)
            return (null, fault);
        using (content)
            return (await content.ReadAllAsync(stop), null);
    }

    /// <summary>Verifies an object; null when it is intact.</summary>
    public async Task<ObjectFault?> CheckAsync(ObjectKey key, CancellationToken stop)
    {
        var (content, fault) = await OpenAsync(key, stop);
        content?.Dispose();
        return fault;
    }

    public void Dispose() => _turns.Dispose();

    private Task<bool> VerdictOf(ObjectKey key, ObjectContent content)
    {
        var now = clock.GetUtcNow();
        return _verdicts
            .GetOrAdd(
                (key.Path, content.Version),
                known => now - known.At < Trusted && !known.IsRight.IsFaulted,
                () => new Verdict(Task.Run(() => IsRightAsync(key.Digest!, content)), now)
            )
            .IsRight;
    }

    // A client cannot cancel it, because others may wait for the same result.
    private async Task<bool> IsRightAsync(string digest, ObjectContent content)
    {
        await _turns.WaitAsync();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (long at = 0; ; )
            {
                var read = await content.ReadAsync(buffer, at, CancellationToken.None);
                if (read == 0)
                    break;
                hash.AppendData(buffer.AsSpan(0, read));
                Interlocked.Add(ref _bytesHashed, read);
                at += read;
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset()) == digest;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _turns.Release();
        }
    }

    private sealed record Verdict(Task<bool> IsRight, DateTimeOffset At);
}
