using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Masks;
using Cutis.Server.Database;
using Cutis.Server.Images;
using Cutis.Server.Objects;

namespace Cutis.Server.Results;

/// <summary>
/// Splits a result: metrics into the row, mask sets into the object store by their digest. A mask set is never changed or
/// replaced, so an address that was issued keeps showing what it showed.
/// </summary>
internal sealed class ResultStore(
    ImageRecords records, ImageEraser eraser, DiskObjectStore store, VerifiedObjects objects, TimeProvider clock)
{
    /// <summary>Stores the result of an algorithm in place of the one before; null when the image was erased meanwhile.</summary>
    public async Task<Result?> PutAsync(
        Image image, AlgorithmName algorithm, JsonElement document, AlgorithmResult read, CancellationToken stop)
    {
        var result = await StoreMasksAsync(image, algorithm, document, read, stop);
        return await RecordAsync(image, result) ? result : null;
    }

    /// <summary>Records a result whose masks are stored, in place of the one before; false when the image was erased meanwhile.</summary>
    public async Task<bool> RecordAsync(Image image, Result result)
    {
        // The masks are stored: whether they are recorded is no longer the client's to say.
        if (await records.PutResultAsync(result, CancellationToken.None) == Recorded.Done) return true;
        await eraser.DeleteObjectsAsync(image.CompanyId, image.Id);
        return false;
    }

    /// <summary>Stores the masks of a result, and makes the row that is to be recorded.</summary>
    public async Task<Result> StoreMasksAsync(
        Image image, AlgorithmName algorithm, JsonElement document, AlgorithmResult read, CancellationToken stop) => new()
    {
        ImageId = image.Id,
        Algorithm = algorithm.Value,
        CompanyId = image.CompanyId,
        StoredAt = clock.GetUtcNow(),
        Envelope = Envelope(document),
        Error = read.Error,
        MainMetric = read.MainArea?.MainMetric is { } main ? Stored(main) : null,
        SubMetrics = [.. read.MainArea?.SubMetrics.Select(Stored) ?? []],
        MasksOriginal = await PutMasksAsync(image, document, "masks_original", read.MasksOriginal, stop),
        MasksRestored = await PutMasksAsync(image, document, "masks_restored", read.MasksRestored, stop),
    };

    /// <summary>Opens a result to be written out; what is wrong with its masks when it cannot be.</summary>
    public async Task<(ResultDocument? Document, ObjectFault? Fault)> OpenAsync(Result row, CancellationToken stop)
    {
        var (restored, fault) = await OpenMasksAsync(row, row.MasksRestored, stop);
        if (fault is not null) return (null, fault);
        try
        {
            (var original, fault) = await OpenMasksAsync(row, row.MasksOriginal, stop);
            if (fault is not null) return (null, fault);
            var document = new ResultDocument(row.Envelope, ("masks_restored", restored), ("masks_original", original));
            restored = null;
            return (document, null);
        }
        finally
        {
            restored?.Dispose();
        }
    }

    private async Task<(ObjectContent? Masks, ObjectFault? Fault)> OpenMasksAsync(Result row, StoredMasks? masks, CancellationToken stop) =>
        masks is null ? (null, null) : await objects.OpenAsync(ObjectKey.Masks(row.CompanyId, row.ImageId, masks.Digest), stop);

    private async Task<StoredMasks?> PutMasksAsync(Image image, JsonElement document, string key, ImmutableArray<Mask>? masks, CancellationToken stop)
    {
        if (masks is null) return null;
        // Without white space, so that the same masks have the same digest however they were sent.
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document.GetProperty(key));
        await using var staged = await store.StageAsync(bytes, stop);
        await staged.CommitAsync(ObjectKey.Masks(image.CompanyId, image.Id, staged.Digest), stop);
        return new StoredMasks(staged.Digest, bytes.Length,
        [
            .. masks.Value.Select(m => new StoredMask(m.Name, m.TechName, m.Kind.WireName(), m.Fill is { } fill ? FillText(fill) : null, m.Box?.ToString(), m.ShapeCount) { Scale = m.Scale?.ToString() }),
        ]);
    }

    // Keeps whether an alpha was written.
    private static string FillText(CssColour fill) => fill.Alpha is null ? $"#{fill.R:x2}{fill.G:x2}{fill.B:x2}" : fill.ToString();

    private static string Envelope(JsonElement document)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var property in document.EnumerateObject())
                if (property.Name is not ("masks_original" or "masks_restored")) property.WriteTo(json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static StoredMetric Stored(Metric metric) => new(metric.Name, metric.TechName, metric.Value.GetRawText(), metric.WidgetType);
}
