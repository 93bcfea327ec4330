namespace Cutis.Platform.Storage;

/// <summary>A bounded map; the entry that was used longest ago is dropped first.</summary>
/// <param name="maxEntries">Entries kept, at least 1.</param>
internal sealed class RecentMap<TKey, TValue>(int maxEntries)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _entries = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byUse = new();

    /// <summary>The value of a key; created when there is none, or when the known one is not usable any more.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isUsable">Whether a known value may be used.</param>
    /// <param name="make">Creates the value, quickly: other callers wait meanwhile.</param>
    public TValue GetOrAdd(TKey key, Func<TValue, bool> isUsable, Func<TValue> make)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var node) && isUsable(node.Value.Value))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Value;
            }

            var value = make();
            Put(key, value);
            return value;
        }
    }

    /// <summary>The value of a key, or the default of its type.</summary>
    public TValue? Find(TKey key)
    {
        lock (_lock)
            return _entries.TryGetValue(key, out var node) ? node.Value.Value : default;
    }

    /// <summary>Sets the value of a key, unless the known one must stay.</summary>
    public void Set(TKey key, TValue value, Func<TValue, bool>? stays = null)
    {
        lock (_lock)
        {
            if (stays is not null && _entries.TryGetValue(key, out var node) && stays(node.Value.Value))
                return;
            Put(key, value);
        }
    }

    /// <summary>Removes the value of a key if it may go.</summary>
    public void Remove(TKey key, Func<TValue, bool> mayGo)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var node) && mayGo(node.Value.Value) && _entries.Remove(key))
                _byUse.Remove(node);
        }
    }

    private void Put(TKey key, TValue value)
    {
        if (_entries.Remove(key, out var old))
            _byUse.Remove(old);
        _entries[key] = _byUse.AddFirst((key, value));
        if (_entries.Count <= maxEntries)
            return;
        _entries.Remove(_byUse.Last!.Value.Key);
        _byUse.RemoveLast();
    }
}
