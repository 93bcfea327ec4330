using Cutis.Platform.Accounts;
using Cutis.Platform.Audit;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Uploads;

/// <summary>What has become of a link.</summary>
internal enum CaptureState
{
    Waiting,
    Opened,
    Uploaded,
    Expired,
    Revoked,
}

/// <summary>A link and what has become of it.</summary>
internal sealed record CaptureLink(CaptureLinkRow Row, CaptureState State);

/// <summary>
/// Hands a photo over from a phone: a link with a secret that puts one photo and opens nothing else. It becomes the image of the link's id,
/// so that the same photo sent twice is one image, and another one is refused.
/// </summary>
internal sealed class CaptureLinks(
    CutisDb db,
    WriteLock writes,
    CurrentCompany current,
    Actor actor,
    UploadService uploads,
    ImageService images,
    TimeProvider clock
)
{
    // How long whoever asks is told that a link has expired.
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);
    private static readonly ServiceError Unknown = ServiceError.NotFound("Link");

    /// <summary>Makes a link.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="subject">Of whom the photo is to be; null for a photo in no dataset.</param>
    /// <param name="photo">What the photo is to be.</param>
    /// <param name="life">How long the link lives.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    /// <returns>The link with its secret, which is known here and never again; or that the subject was erased meanwhile.</returns>
    public async Task<(CaptureLink? Link, string Secret, ServiceError? Error)> CreateAsync(
        Guid user,
        Subject? subject,
        Announcement photo,
        TimeSpan life,
        CancellationToken stop
    )
    {
        var id = Ids.New();
        if (subject is not null)
        {
            var (announced, error) = await uploads.AnnounceAsync(subject, null, [photo], stop);
            if (announced is null)
                return (null, "", error);
            id = announced[0].Id;
        }

        var secret = Secret.CreateToken("");
        var row = new CaptureLinkRow
        {
            Id = id,
            CompanyId = current.Id!.Value,
            UserId = user,
            SubjectId = subject?.Id,
            SideId = subject is null ? null : photo.SideId,
            Name = photo.Name,
            SecretHash = Secret.Hash(secret),
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = clock.GetUtcNow() + life,
        };
        db.CaptureLinks.Add(row);
        await writes.SaveAsync(db, stop);
        return (new CaptureLink(row, CaptureState.Waiting), secret, null);
    }

    /// <summary>A link of the current company.</summary>
    public async Task<(CaptureLink? Link, ServiceError? Error)> FindAsync(string id, CancellationToken stop)
    {
        var row = Guid.TryParseExact(id, "D", out var guid)
            ? await db.CaptureLinks.AsNoTracking().FirstOrDefaultAsync(l => l.Id == guid, stop)
            : null;
        return row is null ? (null, Unknown) : (await DescribeAsync(row, stop), null);
    }

    /// <summary>Ends a link of the current company; a photo that has come stays.</summary>
    public async Task<ServiceError?> RevokeAsync(string id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var found = Guid.TryParseExact(id, "D", out var guid)
            ? await writes.RunAsync(
                () =>
                    db
                        .CaptureLinks.Where(l => l.Id == guid)
                        .ExecuteUpdateAsync(set => set.SetProperty(l => l.RevokedAt, l => l.RevokedAt ?? now), stop),
                stop
            )
            : 0;
        return found == 0 ? Unknown : null;
    }

    /// <summary>Opens a link by its secret, as the phone does. From then on the request acts for the link's company and user.</summary>
    /// <returns>The link, or that there is none; one that has ended is found with its state.</returns>
    public async Task<(CaptureLink? Link, ServiceError? Error)> OpenAsync(string secret, CancellationToken stop)
    {
        var hash = Secret.Hash(secret);
        var row = await db
            .CaptureLinks.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(l => l.SecretHash == hash)
            // Who may not upload any more does not by way of a phone.
            .Where(l => db.Memberships.Any(m => m.UserId == l.UserId && m.CompanyId == l.CompanyId && m.Role != Role.ReadOnly))
            .Where(l => db.Users.Any(u => u.Id == l.UserId && u.DisabledAt == null))
            .FirstOrDefaultAsync(stop);
        if (row is null)
            return (null, Unknown);
        (current.Id, actor.UserId) = (row.CompanyId, row.UserId);
        if (await DescribeAsync(row, stop) is not { State: CaptureState.Waiting } link)
            return (await DescribeAsync(row, stop), null);
        var now = clock.GetUtcNow();
        await writes.RunAsync(
            () =>
                db
                    .CaptureLinks.Where(l => l.Id == row.Id && l.OpenedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(l => l.OpenedAt, now), stop),
            stop
        );
        return (link with { State = CaptureState.Opened }, null);
    }

    /// <summary>Why a link takes no photo; null when it does. One that was used takes the same photo again.</summary>
    public static ServiceError? FindProblem(CaptureLink link) =>
        link.State switch
        {
            CaptureState.Expired => new ServiceError(ErrorKind.Erased, "The link has expired") { Code = "link_expired" },
            CaptureState.Revoked => new ServiceError(ErrorKind.Erased, "The link was revoked") { Code = "link_revoked" },
            _ => null,
        };

    /// <summary>Takes the photo of an open link.</summary>
    /// <param name="link">As it was opened in this request.</param>
    /// <param name="file">The photo.</param>
    /// <param name="stop">Ends the work for as long as the photo is not stored; from then on it is finished.</param>
    public async Task<ServiceError?> PutAsync(CaptureLink link, StagedObject file, CancellationToken stop)
    {
        // It may have ended while the photo came.
        var now = await db.CaptureLinks.AsNoTracking().FirstOrDefaultAsync(l => l.Id == link.Row.Id, stop);
        if (now is null)
            return Unknown;
        if (FindProblem(await DescribeAsync(now, stop)) is { } problem)
            return problem;
        // What was announced goes with the subject that is erased.
        if (link.Row.SubjectId is not null && await uploads.CheckAsync(link.Row.Id, stop) is { } gone)
            return gone;
        var (_, error) = link.Row.SubjectId is null
            ? await images.AddAsync(new NewImage(link.Row.Name) { Id = link.Row.Id }, file, stop)
            : await uploads.StoreAsync(link.Row.Id, file, stop);
        return error;
    }

    /// <summary>Forgets links that have expired a while ago.</summary>
    public async Task SweepAsync(CancellationToken stop)
    {
        var before = clock.GetUtcNow() - Memory;
        await writes.RunAsync(() => db.CaptureLinks.IgnoreQueryFilters().Where(l => l.ExpiresAt < before).ExecuteDeleteAsync(stop), stop);
    }

    private async Task<CaptureLink> DescribeAsync(CaptureLinkRow row, CancellationToken stop)
    {
        // Also where it was erased since: the link has been used.
        var hasCome = await db.Images.AnyAsync(i => i.Id == row.Id, stop);
        return new CaptureLink(
            row,
            hasCome ? CaptureState.Uploaded
                : row.RevokedAt is not null ? CaptureState.Revoked
                : row.ExpiresAt <= clock.GetUtcNow() ? CaptureState.Expired
                : row.OpenedAt is not null ? CaptureState.Opened
                : CaptureState.Waiting
        );
    }
}
