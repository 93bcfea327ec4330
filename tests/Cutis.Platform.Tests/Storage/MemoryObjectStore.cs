using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Tests.Storage;

/// <summary>Objects in memory, as a store in a network has them: without files, but for what is being taken in.</summary>
internal sealed class MemoryObjectStore(string folder) : IObjectStore, IDisposable
{
    private readonly TemporaryFiles _temporary = new(Path.Combine(folder, "temporary"));
    private readonly ConcurrentDictionary<ObjectKey, (byte[] Bytes, DateTimeOffset Time)> _objects = new();
    private long _versions;

    public Task<long?> LengthAsync(ObjectKey key, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return Task.FromResult(_objects.TryGetValue(key, out var found) ? found.Bytes.LongLength : (long?)null);
    }

    public Task<ObjectContent?> OpenReadAsync(ObjectKey key, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return Task.FromResult<ObjectContent?>(
            _objects.TryGetValue(key, out var found) ? new Content(found.Bytes, $"{Interlocked.Increment(ref _versions)}") : null
        );
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectKey prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        await Task.Yield();
        foreach (var (key, found) in _objects)
            if (IsUnder(key, prefix))
                yield return new StoredObject(key, found.Bytes.Length, found.Time);
    }

    public async Task<StagedObject?> StageAsync(Stream content, long maxBytes, CancellationToken stop)
    {
        using var all = new MemoryStream();
        var buffer = new byte[10_000];
        for (int read; (read = await content.ReadAsync(buffer, stop)) > 0; )
        {
            all.Write(buffer, 0, read);
            if (all.Length > maxBytes)
                return null;
        }

        return await StageAsync(all.ToArray(), stop);
    }

    public async Task<StagedObject> StageAsync(ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        var (file, bytes) = (_temporary.Create(), content.ToArray());
        await file.WriteAsync(bytes, stop);
        return new StagedObject(file, DiskObjectStore.Digest(bytes), CommitAsync);

        Task CommitAsync(FileStream staged, ObjectKey key)
        {
            _objects[key] = (bytes, DateTimeOffset.UnixEpoch);
            File.Delete(staged.Name);
            return Task.CompletedTask;
        }
    }

    public Task<bool> TouchAsync(ObjectKey key, DateTimeOffset time, CancellationToken stop)
    {
        if (!_objects.TryGetValue(key, out var found))
            return Task.FromResult(false);
        _objects[key] = found with { Time = time };
        return Task.FromResult(true);
    }

    public Task DeleteAsync(ObjectKey key)
    {
        _objects.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    public Task DeleteAllAsync(ObjectKey prefix)
    {
        foreach (var key in _objects.Keys.Where(key => IsUnder(key, prefix)))
            _objects.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    public Task CheckWritableAsync(CancellationToken stop) => Task.CompletedTask;

    public void Dispose() => _temporary.Dispose();

    private static bool IsUnder(ObjectKey key, ObjectKey prefix) => key.Path.StartsWith(prefix.Path + "/", StringComparison.Ordinal);

    private sealed class Content(byte[] bytes, string version) : ObjectContent(bytes.Length, version)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, long from, CancellationToken stop) =>
            ValueTask.FromResult(Read(buffer.Span, from));

        public override int Read(Span<byte> buffer, long from)
        {
            var count = (int)Math.Min(buffer.Length, bytes.Length - from);
            bytes.AsSpan((int)from, count).CopyTo(buffer);
            return count;
        }

        public override void Dispose()
        {
            // Nothing is open.
        }
    }
}
