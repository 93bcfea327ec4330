using System.Linq.Expressions;
using Cutis.Platform.Privacy;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Images;

/// <summary>Finds all that is stored of images of the current company, before it is erased.</summary>
internal sealed class ErasureInventory(CutisDb db)
{
    private const int Batch = 200;

    /// <summary>Adds images that are not erased yet, with their files and the number of rows about them, to what is to be erased.</summary>
    public async Task<Erased> AddImagesAsync(Erased erased, Expression<Func<Image, bool>> which, CancellationToken stop)
    {
        var images = await db.Images.Where(which).Where(i => i.ErasedAt == null).Select(i => i.Id).ToListAsync(stop);
        var (files, results, versions, urls, jobs, deliveries) = (new List<RecordedObject>(), 0, 0, 0, 0, 0);
        foreach (var some in images.Chunk(Batch))
        {
            var stored = await RecordedObjects.ReadAsync(db, some, stop);
            stored.UnionWith(await RecordedObjects.ListSupersededAsync(db, some, stop));
            files.AddRange(stored);
            results += await db.Results.CountAsync(r => some.Contains(r.ImageId), stop);
            versions += await db.ResultVersions.CountAsync(v => some.Contains(v.ImageId), stop);
            urls += await db.IssuedUrls.CountAsync(u => some.Contains(u.ImageId), stop);
            deliveries += await db.WebhookDeliveries.CountAsync(
                d => d.ImageId != null && some.Contains(d.ImageId.Value) && d.State == DeliveryStates.Pending,
                stop
            );
            var subjects = some.Select(id => id.ToString("D")).ToArray();
            jobs += await db.Jobs.CountAsync(j => subjects.Contains(j.Subject), stop);
        }

        var counts = new Dictionary<string, int>(erased.Counts)
        {
            ["results"] = results,
            ["result_versions"] = versions,
            ["issued_urls"] = urls,
            ["jobs"] = jobs,
            ["webhook_deliveries"] = deliveries,
        };
        return erased with { Images = images, Files = files, Counts = counts };
    }
}
