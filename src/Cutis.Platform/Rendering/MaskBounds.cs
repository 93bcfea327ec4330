using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Rendering;

/// <summary>
/// Finds the boxes around masks, for pictures that are cropped to them: all that a request needs in one turn of admission, each mask set
/// read once. What was found is remembered; mask sets never change.
/// </summary>
internal sealed class MaskBounds(VerifiedObjects objects, HeavyWork heavy)
{
    private const int MaxRemembered = 20_000;
    private readonly RecentMap<BoundsKey, FoundBounds> _known = new(MaxRemembered);

    /// <summary>
    /// Finds the boxes around the masks of entries; those that were found in time are there also when the rest was refused.
    /// </summary>
    /// <param name="company">Whose they are.</param>
    /// <param name="image">Of which image.</param>
    /// <param name="entries">What is drawn.</param>
    /// <param name="stop">Whoever asks has left.</param>
    /// <exception cref="OperationCanceledException">Whoever asks has left.</exception>
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
        // Small ones first: what a large one leaves no time for is itself.
        foreach (var same in entries.OrderBy(pair => pair.Value.Masks.Bytes).GroupBy(pair => pair.Key.Digest, StringComparer.Ordinal))
        {
            var (bytes, _) = await objects.ReadAsync(ObjectKey.Masks(company, image, same.Key), stop);
            if (bytes is null || !ResultJson.TryReadMasks(bytes, out var masks, out _, stop))
            {
                // Not remembered: what is damaged now may be stored anew.
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
            SceneBudget.Check(scene.Layers, stop);
            return new FoundBounds(Bounds.Compute(scene, stop));
        }
        catch (SceneTooLargeException e)
        {
            return new FoundBounds(null, e.Message);
        }
    }

    // The work as such: what was too slow is not tried again for whoever asks for the same.
    private static string Name(Guid image, IEnumerable<BoundsKey> keys) =>
        $"{image:N} bounds {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', keys))))}";
}

/// <summary>All that the box around masks depends on.</summary>
internal sealed record BoundsKey(string Digest, double LineThickness, bool ConcentricLines, double OutlineWidth, int Width, int Height)
{
    public static BoundsKey Create(Drawable entry) =>
        new(
            entry.Masks.Digest,
            entry.Options.LineThickness,
            entry.Options.ConcentricLines,
            entry.Options.Picture.Outline?.Width ?? 0,
            entry.Photo.Width,
            entry.Photo.Height
        );
}

/// <summary>A box that was looked for; null where nothing is drawn.</summary>
/// <param name="Box">The box.</param>
/// <param name="TooLarge">Why the masks cannot be drawn at all, or null.</param>
internal sealed record FoundBounds(Bounds? Box, string? TooLarge = null)
{
    public static FoundBounds Nothing { get; } = new(null, null);
}

/// <summary>The boxes that were found, and why some were not.</summary>
internal sealed class MaskBoxes(Dictionary<BoundsKey, FoundBounds> found, Refusal? refusal)
{
    /// <summary>Of a request that needs none.</summary>
    public static MaskBoxes None { get; } = new([], null);

    /// <summary>Why some were not found.</summary>
    public Refusal? Refusal => refusal;

    /// <summary>Whether the box around the masks of an entry was looked for to the end.</summary>
    public bool Has(Drawable entry) => found.ContainsKey(BoundsKey.Create(entry));

    /// <summary>Why the masks of an entry cannot be drawn at all; null when they can, as far as is known.</summary>
    public string? TooLarge(Drawable entry) => found.GetValueOrDefault(BoundsKey.Create(entry))?.TooLarge;

    /// <summary>The box around all masks of entries; null where nothing is drawn.</summary>
    public Bounds? Join(IEnumerable<Drawable> entries) =>
        entries.Aggregate((Bounds?)null, (all, entry) => Bounds.Join(all, found.GetValueOrDefault(BoundsKey.Create(entry))?.Box));
}
