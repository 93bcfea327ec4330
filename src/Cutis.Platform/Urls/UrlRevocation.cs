using Cutis.Platform.Audit;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Urls;

/// <summary>Lists and revokes the URLs that the current company was given. What is revoked answers 410 from then on.</summary>
internal sealed class UrlRevocation(
    CutisDb db,
    WriteLock writes,
    IssuedUrlLog issued,
    ImageStates states,
    AuditTrail audit,
    TimeProvider clock
)
{
    // How long an expired URL stays on the list.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>A page of the URLs of an image that have not expired, newest first; those that were revoked are among them.</summary>
    public async Task<(int Count, List<IssuedUrl> Urls)> ListAsync(Image image, int skip, int take, CancellationToken stop)
    {
        // Whoever has just been given a URL finds it.
        await issued.FlushAsync(stop);
        var now = clock.GetUtcNow();
        var all = db.IssuedUrls.AsNoTracking().Where(u => u.ImageId == image.Id && u.ExpiresAt > now);
        var page = await all.OrderByDescending(u => u.IssuedAt).ThenBy(u => u.Id).Skip(skip).Take(take).ToListAsync(stop);
        return (await all.CountAsync(stop), page);
    }

    /// <summary>Revokes one URL; that it was revoked before changes nothing.</summary>
    public async Task<ServiceError?> RevokeAsync(Guid url, CancellationToken stop)
    {
        await issued.FlushAsync(stop);
        var now = clock.GetUtcNow();
        var row = await db.IssuedUrls.AsNoTracking().FirstOrDefaultAsync(u => u.Id == url, stop);
        if (row is null)
            return ServiceError.NotFound("URL");
        await writes.RunAsync(
            () =>
                db
                    .IssuedUrls.Where(u => u.Id == url && u.RevokedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(u => u.RevokedAt, now), stop),
            stop
        );
        states.Renew();
        // From now on it is known here, so that it is not issued again.
        await states.FindAccessAsync(row.CompanyId, row.ImageId, CancellationToken.None);
        audit.Add(AuditKinds.UrlsRevoked, row.ImageId, detail: ("url_id", url));
        return null;
    }

    /// <summary>Revokes all URLs of an image that were issued so far, whether they are on the list yet or not.</summary>
    public async Task<ServiceError?> RevokeAsync(Image image, CancellationToken stop)
    {
        if (await RaiseAsync(db.Images.Where(i => i.Id == image.Id), stop) == 0)
            return ServiceError.ImageErased;
        audit.Add(AuditKinds.UrlsRevoked, image.Id, image.SubjectId);
        return null;
    }

    /// <summary>Revokes all URLs of all images of a subject.</summary>
    /// <returns>The number of images.</returns>
    public async Task<int> RevokeAsync(Subject subject, CancellationToken stop)
    {
        var images = await RaiseAsync(db.Images.Where(i => i.SubjectId == subject.Id), stop);
        audit.Add(AuditKinds.UrlsRevoked, subject: subject.Id, detail: ("images", images));
        return images;
    }

    /// <summary>Forgets URLs of all companies that expired some time ago.</summary>
    public Task SweepAsync(CancellationToken stop)
    {
        var before = clock.GetUtcNow() - Kept;
        return writes.RunAsync(() => db.IssuedUrls.IgnoreQueryFilters().Where(u => u.ExpiresAt < before).ExecuteDeleteAsync(stop), stop);
    }

    private async Task<int> RaiseAsync(IQueryable<Image> images, CancellationToken stop)
    {
        var raised = await writes.RunAsync(
            () =>
                images
                    .Where(i => i.ErasedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(i => i.AccessEpoch, i => i.AccessEpoch + 1), stop),
            stop
        );
        states.Renew();
        return raised;
    }
}
