using System.Collections.Concurrent;

namespace Cutis.Server.Tests.Chaos;

/// <summary>What a server acknowledged, and what it may have done when it was killed before it could answer.</summary>
internal sealed class Ledger
{
    /// <summary>Images by id. One worker at a time writes to one of them.</summary>
    public ConcurrentDictionary<Guid, KnownImage> Images { get; } = [];

    /// <summary>Operations that were acknowledged, by name.</summary>
    public ConcurrentDictionary<string, int> Acknowledged { get; } = [];

    /// <summary>How many operations were acknowledged.</summary>
    public int Total => Acknowledged.Values.Sum();

    /// <summary>What was acknowledged, such as <c>12 uploads, 7 results</c>.</summary>
    public override string ToString() => string.Join(", ", Acknowledged.OrderBy(a => a.Key).Select(a => $"{a.Value} {a.Key}"));

    public void Count(string operation) => Acknowledged.AddOrUpdate(operation, 1, (_, n) => n + 1);
}

/// <summary>An image as it must be, or may be.</summary>
/// <param name="digest">Of the photo, in hexadecimal.</param>
internal sealed class KnownImage(string digest)
{
    private int _isBusy;

    /// <summary>SHA-256 of the photo.</summary>
    public string Digest { get; } = digest;

    /// <summary>The digests that the restored photo may have; "" for none.</summary>
    public HashSet<string> Restored { get; private set; } = [""];

    /// <summary>By algorithm, the numbers of points that its result may have; 0 for no result.</summary>
    public Dictionary<string, HashSet<int>> Results { get; } = [];

    /// <summary>True once an erasure was acknowledged.</summary>
    public bool IsErased { get; private set; }

    /// <summary>True when it may be erased.</summary>
    public bool MayBeErased { get; private set; }

    /// <summary>True when an analysis was accepted.</summary>
    public bool HasJob { get; set; }

    /// <summary>
    /// True when an analysis was asked for: it may have been accepted by a server that was killed before it could say so.
    /// </summary>
    public bool MayHaveJob { get; set; }

    /// <summary>Takes the image for one worker; false when another has it.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isBusy, 1) == 0;

    public void Release() => Volatile.Write(ref _isBusy, 0);

    public void BeginRestored(string next) => Restored.Add(next);

    public void EndRestored(string now) => Restored = [now];

    public void BeginResult(string algorithm, int points) =>
        (Results.TryGetValue(algorithm, out var may) ? may : Results[algorithm] = [0]).Add(points);

    public void EndResult(string algorithm, int points) => Results[algorithm] = [points];

    public void BeginErasure() => MayBeErased = true;

    public void EndErasure() => (MayBeErased, IsErased) = (true, true);
}
