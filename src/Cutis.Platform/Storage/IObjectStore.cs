namespace Cutis.Platform.Storage;

/// <summary>
/// Photos, mask sets and recipes by their keys. An object is there whole or not at all, and an object that was acknowledged survives a
/// crash. Nothing here checks digests: <see cref="VerifiedObjects"/> does.
/// </summary>
internal interface IObjectStore
{
    /// <summary>Bytes of an object, without opening it; null when there is none.</summary>
    Task<long?> LengthAsync(ObjectKey key, CancellationToken stop);

    /// <summary>Opens an object to be read, as it is; null when there is none.</summary>
    Task<ObjectContent?> OpenReadAsync(ObjectKey key, CancellationToken stop);

    /// <summary>The objects under a prefix, in no order. What is stored or deleted meanwhile may be among them or not.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(ObjectKey prefix, CancellationToken stop);

    /// <summary>Takes content in without holding it in memory; null when it has more bytes than allowed, of which nothing stays.</summary>
    Task<StagedObject?> StageAsync(Stream content, long maxBytes, CancellationToken stop);

    /// <summary>Takes content in that is in memory.</summary>
    Task<StagedObject> StageAsync(ReadOnlyMemory<byte> content, CancellationToken stop);

    /// <summary>Sets the time at which an object was last needed; false when there is none.</summary>
    Task<bool> TouchAsync(ObjectKey key, DateTimeOffset time, CancellationToken stop);

    /// <summary>Deletes an object, if it is there. It is not cancelled.</summary>
    Task DeleteAsync(ObjectKey key);

    /// <summary>Deletes every object under a prefix; others may do so at the same time. It is not cancelled.</summary>
    Task DeleteAllAsync(ObjectKey prefix);

    /// <summary>Throws when nothing can be stored.</summary>
    /// <exception cref="IOException">Nothing can be stored.</exception>
    Task CheckWritableAsync(CancellationToken stop);
}

/// <summary>An object as a list shows it.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Time">When it was stored, or last needed.</param>
internal sealed record StoredObject(ObjectKey Key, long Length, DateTimeOffset Time);

/// <summary>What every object store can do by its own methods.</summary>
internal static class ObjectStores
{
    /// <summary>Stores content that is in memory; an object of the same name is replaced in one step.</summary>
    public static async Task PutAsync(this IObjectStore store, ObjectKey key, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        await using var staged = await store.StageAsync(content, stop);
        await staged.CommitAsync(key, stop);
    }
}
