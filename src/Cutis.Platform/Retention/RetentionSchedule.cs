using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Retention;

/// <summary>
/// Looks which datasets have something due, and adds a job for each of them. Nothing is remembered between looks: what is due follows
/// from the rows, so a crash loses nothing.
/// </summary>
internal sealed class RetentionSchedule(CutisDb db, WriteLock writes, JobQueue jobs, FilesOptions files, TimeProvider clock)
{
    /// <summary>Looks once.</summary>
    /// <returns>How many jobs were added.</returns>
    public async Task<int> AddDueAsync(CancellationToken stop)
    {
        await ForgetAnnouncementsAsync(stop);
        var rules = await db
            .Datasets.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(d => d.ErasedAt == null)
            .Where(d => d.ExpireImagesAfterDays != null || d.ExpireMetadataAfterDays != null || d.CleanImagesAsSoonAsReady)
            .ToListAsync(stop);
        var added = 0;
        foreach (var dataset in rules)
        {
            if (await IsDueAsync(dataset, stop) && await AddAsync(dataset, stop))
                added++;
        }

        if (added > 0)
            jobs.Announce(RetentionHandler.Kind);
        return added;
    }

    private async Task<bool> IsDueAsync(Dataset dataset, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if ((await RetentionHandler.ListDuePhotosAsync(db, dataset, now, 1, stop)).Count > 0)
            return true;
        if (RetentionRules.For(dataset.ExpireMetadataAfterDays) is not { } kept)
            return false;
        var before = now - kept;
        return await db
                .Images.IgnoreQueryFilters()
                .AnyAsync(
                    i => i.DatasetId == dataset.Id && i.ErasedAt == null && i.MetadataDeletedAt == null && i.CreatedAt <= before,
                    stop
                )
            || await db
                .Subjects.IgnoreQueryFilters()
                .Where(s => s.DatasetId == dataset.Id && s.ErasedAt == null && s.MetadataAt <= before)
                .AnyAsync(s => s.BirthDate != null || s.BiologicalSexId != null || s.Meta != null, stop);
    }

    // One at a time for each dataset, also with several servers on one database.
    private async Task<bool> AddAsync(Dataset dataset, CancellationToken stop)
    {
        var subject = dataset.Id.ToString("D");
        return await writes.RunAsync(
                async () =>
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(stop);
                    var isOpen = await db
                        .Jobs.IgnoreQueryFilters()
                        .Where(j => j.Kind == RetentionHandler.Kind && j.Subject == subject)
                        .AnyAsync(j => j.State == JobStates.Queued || j.State == JobStates.Running, stop);
                    if (isOpen)
                        return 0;
                    // What was done is of no use to anybody; a row each minute would be.
                    await db
                        .Jobs.IgnoreQueryFilters()
                        .Where(j => j.Kind == RetentionHandler.Kind && j.Subject == subject)
                        .ExecuteDeleteAsync(stop);
                    await jobs.AddWithinAsync(new NewJob(RetentionHandler.Kind, dataset.CompanyId, "{}") { Subject = subject }, stop);
                    await transaction.CommitAsync(CancellationToken.None);
                    return 1;
                },
                stop
            ) == 1;
    }

    // Photos that were announced and can no longer come, because no URL for them is valid.
    private async Task ForgetAnnouncementsAsync(CancellationToken stop)
    {
        var before = clock.GetUtcNow() - FilesOptions.MaxLifetime - files.Window;
        if (await db.PendingUploads.IgnoreQueryFilters().AnyAsync(p => p.CreatedAt < before, stop))
            await writes.RunAsync(
                () => db.PendingUploads.IgnoreQueryFilters().Where(p => p.CreatedAt < before).ExecuteDeleteAsync(stop),
                stop
            );
    }
}
