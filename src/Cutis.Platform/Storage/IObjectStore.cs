namespace Cutis.Platform.Storage;

/// <summary>
/// Photos, mask sets and recipes by their keys. An object exists whole or not at all, and an acknowledged object survives a
/// crash. The store does not check digests; <see cref="VerifiedObjects"/> does.
/// </summary>
internal interface IObjectStore
{
    /// <summary>The length of an object in bytes, without opening it; null when it does not exist.</summary>
    Task<long?> LengthAsync(ObjectKey key, CancellationToken stop);

    /// <summary>Opens an object for reading, without verification; null when it does not exist.</summary>
    Task<ObjectContent?> OpenReadAsync(ObjectKey key, CancellationToken stop);

    /// <summary>Lists the objects under a prefix, in no particular order. Objects stored or deleted meanwhile may be missing.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(ObjectKey prefix, CancellationToken stop);

    /// <summary>Receives content without holding it in memory; null, with nothing kept, when it has more bytes than allowed.</summary>
    Task<StagedObject?> StageAsync(Stream content, long maxBytes, CancellationToken stop);

    /// <summary>Receives content that is in memory.</summary>
    Task<StagedObject> StageAsync(ReadOnlyMemory<byte> content, CancellationToken stop);

    /// <summary>Sets the time at which an object was last needed; false when it does not exist.</summary>
    Task<bool> TouchAsync(ObjectKey key, DateTimeOffset time, CancellationToken stop);

    /// <summary>Deletes an object if it exists. The deletion cannot be cancelled.</summary>
    Task DeleteAsync(ObjectKey key);

    /// <summary>Deletes every object under a prefix, also concurrently with another deletion. It cannot be cancelled.</summary>
    Task DeleteAllAsync(ObjectKey prefix);

    /// <summary>Throws when nothing can be stored.</summary>
    /// <exception cref="IOException">Nothing can be stored.</exception>
    Task CheckWritableAsync(CancellationToken stop);
}

/// <summary>An entry of a list of objects.</summary>
/// <param name="Key">The key of the object.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Time">When it was stored, or last needed.</param>
internal sealed record StoredObject(ObjectKey Key, long Length, DateTimeOffset Time);

/// <summary>Methods that every object store has by virtue of the others.</summary>
internal static class ObjectStores
{
    /// <summary>Stores content that is in memory; an object of the same name is replaced in one step.</summary>
    public static async Task PutAsync(this IObjectStore store, ObjectKey key, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        await using var staged = await store.StageAsync(content, stop);
        await staged.CommitAsync(key, stop);
    }
}
