using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Rendering;

/// <summary>
/// Finds the bounds of masks for pictures that are cropped to them. A request needs one turn of admission, and each mask set is read once.
/// Bounds are cached, because mask sets never change.
/// </summary>
internal sealed class MaskBounds(VerifiedObjects objects, HeavyWork heavy)
{
    private const int MaxRemembered = 20_000;
    private readonly RecentMap<BoundsKey, FoundBounds> _known = new(MaxRemembered);

    /// <summary>Finds the bounds of the masks of some entries. Those found in time are included even when the rest was refused.</summary>
    /// <param name="company">The company.</param>
    /// <param name="image">The image.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="stop">Cancelled when the client has left.</param>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    public async Task<MaskBoxes> FindAsync(Guid company, Guid image, IEnumerable<Drawable> entries, CancellationToken stop)
    {
        var found = new Dictionary<BoundsKey, FoundBounds>();
        var missing = new Dictionary<BoundsKey, Drawable>();
        foreach (var entry in entries)
        {
            var key = BoundsKey.Create(entry);
            if (_known.Find(key) is { } known)
                found[key] = known;
            else
                missing.TryAdd(key, entry);
        }

        if (missing.Count == 0)
            return new MaskBoxes(found, null);
        var work = PictureCost.EstimateBounds(company, [.. missing.Values]);
        var name = Name(image, missing.Keys);
        var outcome = await heavy.RunAsync(work, turn => ReadAsync(company, image, missing, turn.Stop), stop, name);
        foreach (var key in missing.Keys)
        {
            if (outcome.Value?.GetValueOrDefault(key) is { } read)
                found[key] = read;
            else if (_known.Find(key) is { } known)
                found[key] = known;
        }

        return new MaskBoxes(found, outcome.Refusal);
    }

    private async Task<Dictionary<BoundsKey, FoundBounds>> ReadAsync(
        Guid company,
        Guid image,
        Dictionary<BoundsKey, Drawable> entries,
        CancellationToken stop
    )
    {
        var found = new Dictionary<BoundsKey, FoundBounds>();
        // Smallest first, so that only a large one runs out of time.
        foreach (var same in entries.OrderBy(pair => pair.Value.Masks.Bytes).GroupBy(pair => pair.Key.Digest, StringComparer.Ordinal))
        {
            var (bytes, _) = await objects.ReadAsync(ObjectKey.Masks(company, image, same.Key), stop);
            if (bytes is null || !ResultJson.TryReadMasks(bytes, out var masks, out _, stop))
            {
                // Not cached: a damaged object may be stored again.
                foreach (var (key, _) in same)
                    found[key] = FoundBounds.Nothing;
                continue;
            }

            foreach (var (key, entry) in same)
            {
                found[key] = Find(masks, entry.Recipe.Style, key, stop);
                _known.Set(key, found[key]);
            }
        }

        return found;
    }

    private static FoundBounds Find(ImmutableArray<Mask> masks, MaskStyle style, BoundsKey key, CancellationToken stop)
    {
        try
        {
            var scene = SceneBuilder.Build(masks, style, key.Width, key.Height, stop);
            SceneBudget.Check(scene, stop);
            return new FoundBounds(Bounds.Compute(scene, stop));
        }
        catch (SceneTooLargeException e)
        {
            return new FoundBounds(null, e.Message);
        }
    }

    // Identifies the work: a request for the same bounds that was too slow is not repeated for a while.
    private static string Name(Guid image, IEnumerable<BoundsKey> keys) =>
        $"{image:N} bounds {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', keys))))}";
}

/// <summary>Everything on which the bounds of masks depend.</summary>
/// <param name="Digest">Of the mask set.</param>
/// <param name="Style">The style without its colours.</param>
/// <param name="Width">Width of the photo.</param>
/// <param name="Height">Height of the photo.</param>
internal sealed record BoundsKey(string Digest, string Style, int Width, int Height)
{
    public static BoundsKey Create(Drawable entry) => new(entry.Masks.Digest, entry.Style.ShapesKey, entry.Photo.Width, entry.Photo.Height);
}

/// <summary>Computed bounds; null where nothing is drawn.</summary>
/// <param name="Box">The bounds.</param>
/// <param name="TooLarge">Why the masks cannot be drawn at all, or null.</param>
internal sealed record FoundBounds(Bounds? Box, string? TooLarge = null)
{
    public static FoundBounds Nothing { get; } = new(null, null);
}

/// <summary>The bounds that were found, and why others were not.</summary>
internal sealed class MaskBoxes(Dictionary<BoundsKey, FoundBounds> found, Refusal? refusal)
{
    /// <summary>For a request that needs no bounds.</summary>
    public static MaskBoxes None { get; } = new([], null);

    /// <summary>Why some bounds were not found, or null.</summary>
    public Refusal? Refusal => refusal;

    /// <summary>Whether the bounds of an entry's masks were computed.</summary>
    public bool Has(Drawable entry) => found.ContainsKey(BoundsKey.Create(entry));

    /// <summary>Why the masks of an entry cannot be drawn at all; null when nothing is known against it.</summary>
    public string? TooLarge(Drawable entry) => found.GetValueOrDefault(BoundsKey.Create(entry))?.TooLarge;

    /// <summary>The bounds of all masks of some entries; null where nothing is drawn.</summary>
    public Bounds? Join(IEnumerable<Drawable> entries) =>
        entries.Aggregate((Bounds?)null, (all, entry) => Bounds.Join(all, found.GetValueOrDefault(BoundsKey.Create(entry))?.Box));
}
