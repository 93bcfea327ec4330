using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Results;

/// <summary>
/// Splits a result: metrics into the row, mask sets into the object store by their digest. A mask set is never changed or
/// replaced, so an address that was issued keeps showing what it showed.
/// </summary>
internal sealed class ResultStore(ImageRecords records, ImageEraser eraser, IObjectStore store, VerifiedObjects objects, TimeProvider clock)
{
    /// <summary>Stores the result of an algorithm in place of the one before; null when the image was erased meanwhile.</summary>
    public async Task<Result?> PutAsync(Image image, AlgorithmName algorithm, AlgorithmResult result, CancellationToken stop)
    {
        var row = await StoreMasksAsync(image, algorithm, result, stop);
        return await RecordAsync(image, row, ResultEdit.None) == Recorded.Done ? row : null;
    }

    /// <summary>
    /// Records a result whose masks are stored, in place of the one before, unless the image was erased meanwhile or the result is not what
    /// the edit expects.
    /// </summary>
    public async Task<Recorded> RecordAsync(Image image, Result result, ResultEdit edit)
    {
        // The masks are stored: whether they are recorded is no longer the client's to say.
        var recorded = await records.PutResultAsync(result, edit, CancellationToken.None);
        // Masks of a refused edit have no record, and the sweep finds them.
        if (recorded is not (Recorded.Done or Recorded.Differs))
            await eraser.DeleteObjectsAsync(image.CompanyId, image.Id);
        return recorded;
    }

    /// <summary>Stores the masks of a result, and makes the row that is to be recorded.</summary>
    /// <param name="image">The image.</param>
    /// <param name="algorithm">Whose result it is.</param>
    /// <param name="result">The result.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <param name="around">What stood around it in the list from which it is imported, as a JSON object; null for others.</param>
    public async Task<Result> StoreMasksAsync(
        Image image,
        AlgorithmName algorithm,
        AlgorithmResult result,
        CancellationToken stop,
        string? around = null
    ) =>
        new()
        {
            ImageId = image.Id,
            Algorithm = algorithm.Value,
            CompanyId = image.CompanyId,
            StoredAt = clock.GetUtcNow(),
            Envelope = ResultEnvelope.Write(result),
            Error = result.Error,
            MainMetric = result.MainArea?.MainMetric is { } main ? Stored(main) : null,
            SubMetrics = [.. result.MainArea?.SubMetrics?.Select(Stored) ?? []],
            MasksOriginal = await PutMasksAsync(image, result.MasksOriginal, stop),
            MasksRestored = await PutMasksAsync(image, result.MasksRestored, stop),
            Item = around,
        };

    /// <summary>Opens a result to be written out; what is wrong with its masks when it cannot be.</summary>
    public async Task<(ResultDocument? Document, ObjectFault? Fault)> OpenAsync(Result row, CancellationToken stop)
    {
        var (restored, fault) = await OpenMasksAsync(row, row.MasksRestored, stop);
        if (fault is not null)
            return (null, fault);
        try
        {
            (var original, fault) = await OpenMasksAsync(row, row.MasksOriginal, stop);
            if (fault is not null)
                return (null, fault);
            var document = new ResultDocument(row.Envelope, restored, original) { Tag = ResultTags.Create(row) };
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

    private async Task<StoredMasks?> PutMasksAsync(Image image, MaskSet? masks, CancellationToken stop)
    {
        if (masks is null)
            return null;
        await using var staged = await store.StageAsync(masks.Json, stop);
        await staged.CommitAsync(ObjectKey.Masks(image.CompanyId, image.Id, staged.Digest), stop);
        return new StoredMasks(staged.Digest, masks.Json.Length, [.. masks.Masks.Select(Stored)]);
    }

    // Keeps whether an alpha was written.
    private static string FillText(CssColour fill) => fill.Alpha is null ? $"#{fill.R:x2}{fill.G:x2}{fill.B:x2}" : fill.ToString();

    private static StoredMask Stored(Mask mask)
    {
        var fill = mask.Fill is { } own ? FillText(own) : null;
        return new StoredMask(mask.Name, mask.TechName, mask.Kind.WireName(), fill, mask.Box?.ToString(), mask.ShapeCount)
        {
            Scale = mask.Scale?.ToString(),
        };
    }

    /// <summary>What a row says of a metric.</summary>
    public static StoredMetric Stored(Metric metric) => new(metric.Name, metric.TechName, metric.Value.GetRawText(), metric.WidgetType);
}
