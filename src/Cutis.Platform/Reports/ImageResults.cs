using Cutis.Masks.Results;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Reports;

/// <summary>Where an image is, as a path says it.</summary>
internal sealed record ImagePath(string Dataset, string Subject, string Batch, string Image);

/// <summary>An image where a path says that it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Image">The image; null for one that was announced and has not come yet.</param>
internal sealed record PlacedImage(Guid Id, Image? Image);

/// <summary>The use cases of the results of an image: all of them in one list, and their mean over the photos of a while.</summary>
internal sealed class ImageResults(CutisDb db, VerifiedObjects objects)
{
    private const string Revision = "cutis";

    /// <summary>The image of a path, of the current company.</summary>
    public async Task<(PlacedImage? Found, ServiceError? Error)> FindAsync(ImagePath path, CancellationToken stop)
    {
        if (
            !Guid.TryParseExact(path.Image, "D", out var id)
            || !Guid.TryParseExact(path.Dataset, "D", out var dataset)
            || !Guid.TryParseExact(path.Subject, "D", out var subject)
            || !Guid.TryParseExact(path.Batch, "D", out var batch)
        )
            return (null, ServiceError.ImageNotFound);
        var image = await db.Images.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, stop);
        if (image is not null)
        {
            if (image.ErasedAt is not null)
                return (null, ServiceError.ImageErased);
            var isThere = (image.DatasetId, image.SubjectId, image.BatchId) == (dataset, subject, batch);
            return isThere ? (new PlacedImage(id, image), null) : (null, ServiceError.ImageNotFound);
        }

        var isAnnounced = await db.PendingUploads.AnyAsync(
            p => p.Id == id && p.DatasetId == dataset && p.SubjectId == subject && p.BatchId == batch,
            stop
        );
        return isAnnounced ? (new PlacedImage(id, null), null) : (null, ServiceError.ImageNotFound);
    }

    /// <summary>The results of an image with their masks, in the order in which they came.</summary>
    public async Task<ResultListDocument> ListAsync(Image image, ResultFilter filter, CancellationToken stop)
    {
        var rows = await db.Results.AsNoTracking().Where(r => r.ImageId == image.Id).ToListAsync(stop);
        var run = await FindRunAsync(image, stop);
        var list = new ResultListDocument(objects);
        foreach (var row in rows.OrderBy(r => r.StoredAt).ThenBy(r => r.Algorithm, StringComparer.Ordinal))
        {
            var item = new ResultItem(row, run);
            if (!item.Passes(filter))
                continue;
            var isThere = await HasMasksAsync(row, row.MasksOriginal, stop) && await HasMasksAsync(row, row.MasksRestored, stop);
            list.Add(row, item.Write(isThere && row.Error is null), Envelope(row, isThere));
        }

        return list;
    }

    /// <summary>The mean or median of the main metrics of the photos of a subject up to one of them.</summary>
    /// <param name="image">The last photo.</param>
    /// <param name="days">How long before it a photo counts.</param>
    /// <param name="count">How many photos count at most, the newest first.</param>
    /// <param name="isMedian">Whether it is the median, or the mean.</param>
    /// <param name="stop">Ends the work early.</param>
    public async Task<List<SmoothedMetric>> SmoothAsync(Image image, int days, int count, bool isMedian, CancellationToken stop)
    {
        var from = image.CreationTime.AddDays(-days);
        var images = image.SubjectId is { } subject
            ? await db
                .Images.Where(i => i.SubjectId == subject && i.ErasedAt == null)
                .Where(i => i.CreationTime <= image.CreationTime && i.CreationTime >= from && i.SideId == image.SideId)
                .OrderByDescending(i => i.CreationTime)
                .ThenByDescending(i => i.Id == image.Id)
                .ThenBy(i => i.Id)
                .Select(i => i.Id)
                .Take(count)
                .ToListAsync(stop)
            : [image.Id];
        var metrics = await db
            .Results.Where(r => images.Contains(r.ImageId) && r.Error == null && r.MainMetric != null)
            .Select(r => new { r.Algorithm, r.MainMetric })
            .ToListAsync(stop);
        return
        [
            .. metrics
                .Select(m => (m.Algorithm, Value: m.MainMetric!.Number))
                .Where(m => m.Value is not null)
                .GroupBy(m => m.Algorithm, m => m.Value!.Value)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new SmoothedMetric(ResultItem.FamilyName(g.Key), Middle([.. g.Order()], isMedian))),
        ];
    }

    private static double Middle(double[] sorted, bool isMedian) =>
        Math.Round(
            !isMedian ? sorted.Average()
                : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
                : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2,
            4
        );

    // What was imported is given back as it came, unless its masks are not there.
    private static string Envelope(Result row, bool isThere) =>
        row.Item is not null && isThere
            ? row.Envelope
            : ListedResult.Write(
                row.Envelope,
                isThere && row.MasksRestored is not null,
                isThere && row.MasksOriginal is not null,
                Revision,
                isThere ? null : "The stored mask is damaged; store the result again"
            );

    private async Task<bool> HasMasksAsync(Result row, StoredMasks? masks, CancellationToken stop) =>
        masks is null || await objects.CheckAsync(ObjectKey.Masks(row.CompanyId, row.ImageId, masks.Digest), stop) is null;

    // Where both are attached, the one whose results these lists are.
    private async Task<DatasetApplication?> FindRunAsync(Image image, CancellationToken stop)
    {
        if (image.DatasetId is not { } dataset)
            return null;
        var runs = await db.DatasetApplications.AsNoTracking().Where(a => a.DatasetId == dataset).ToListAsync(stop);
        return runs.Find(a => a.ApplicationId == Application.Metrics2.Id) ?? runs.FirstOrDefault();
    }
}

/// <summary>A metric over several photos.</summary>
/// <param name="AlgorithmTechName">The algorithm, with its family.</param>
/// <param name="Value">The mean or median of its main metric.</param>
internal sealed record SmoothedMetric(string AlgorithmTechName, double Value);
