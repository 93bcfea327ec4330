using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Images;

/// <summary>Whether an image is there.</summary>
internal enum ImageState
{
    /// <summary>There is no record of it.</summary>
    Unknown,

    /// <summary>It can be shown.</summary>
    Live,

    /// <summary>Its photos were deleted; there are results, and nothing to draw them on.</summary>
    WithoutPhotos,

    /// <summary>It was erased, for ever.</summary>
    Erased,
}

/// <summary>What is known of an image by those who come by a signed URL.</summary>
/// <param name="State">Whether it is there.</param>
/// <param name="Name">Its name; empty when it is not there.</param>
/// <param name="SubjectId">Of whom it is.</param>
/// <param name="Epoch">The access epoch that stands in URLs that are not revoked.</param>
/// <param name="RevokedUrls">Ids of URLs of this epoch that were revoked one by one.</param>
internal sealed record ImageAccess(ImageState State, string Name, Guid? SubjectId, long Epoch, IReadOnlySet<Guid> RevokedUrls)
{
    /// <summary>Whether a URL was revoked.</summary>
    /// <param name="epoch">What stands in it.</param>
    /// <param name="id">Makes its id; called only where one of the image was revoked.</param>
    public bool IsRevoked(long epoch, Func<Guid> id) => epoch != Epoch || (RevokedUrls.Count > 0 && RevokedUrls.Contains(id()));
}

/// <summary>
/// What became of an image, for requests that come by a signed URL. An erasure or a revocation is known at once in the process that makes
/// it and within a second in the others; asking costs a query a second and image at most.
/// </summary>
internal sealed class ImageStates(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int MaxRemembered = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly HashSet<Guid> None = [];
    private readonly RecentMap<(Guid Company, Guid Image), Known> _known = new(MaxRemembered);
    private long _version;

    /// <summary>What is known of an image, at most a second old.</summary>
    public async Task<ImageAccess> FindAccessAsync(Guid company, Guid image, CancellationToken stop) =>
        (await KnownAsync(company, image, stop)).Access;

    /// <summary>URLs of an image that were revoked one by one, as far as this process knows: it does not look.</summary>
    public IReadOnlySet<Guid> FindRevoked(Guid company, Guid image) => _known.Find((company, image))?.Access.RevokedUrls ?? None;

    /// <summary>The state of an image, at most a second old.</summary>
    public async Task<ImageState> FindAsync(Guid company, Guid image, CancellationToken stop) =>
        (await KnownAsync(company, image, stop)).Access.State;

    /// <summary>The state of an image now.</summary>
    public async Task<ImageState> ReadStateAsync(Guid company, Guid image, CancellationToken stop) =>
        (await ReadAsync(company, image, stop)).Access.State;

    /// <summary>Looks anew at every image that is asked for: URLs of some were revoked, and it is committed.</summary>
    public void Renew() => Interlocked.Increment(ref _version);

    /// <summary>Notes that an image was erased.</summary>
    public void Forget(Guid company, Guid image) => _known.Set((company, image), Gone(ImageState.Erased));

    /// <summary>Notes that the photos of an image were deleted.</summary>
    public void ForgetPhotos(Guid company, Guid image)
    {
        // Its epoch is looked for again.
        _known.Remove((company, image), known => known.Access.State != ImageState.Erased);
        Renew();
    }

    private Known Gone(ImageState state) => new(new ImageAccess(state, "", null, 0, None), clock.GetTimestamp(), 0);

    private async Task<Known> KnownAsync(Guid company, Guid image, CancellationToken stop)
    {
        var known = _known.Find((company, image));
        if (known is { Access.State: ImageState.Erased })
            return known;
        if (known is not null && known.Version == Interlocked.Read(ref _version) && clock.GetElapsedTime(known.At) < Fresh)
            return known;
        return await ReadAsync(company, image, stop);
    }

    private async Task<Known> ReadAsync(Guid company, Guid image, CancellationToken stop)
    {
        // The version before the look: what is revoked while it lasts makes it old.
        var (at, version) = (clock.GetTimestamp(), Interlocked.Read(ref _version));
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        var row = await db
            .Images.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(i => i.Id == image && i.CompanyId == company)
            .Select(i => new
            {
                i.ErasedAt,
                i.PhotosDeletedAt,
                i.Name,
                i.SubjectId,
                i.AccessEpoch,
                Revoked = db
                    .IssuedUrls.IgnoreQueryFilters()
                    .Where(u => u.ImageId == i.Id && u.RevokedAt != null && u.AccessEpoch == i.AccessEpoch)
                    .Select(u => u.Id)
                    .ToList(),
            })
            .FirstOrDefaultAsync(stop);
        var state =
            row is null ? ImageState.Unknown
            : row.ErasedAt is not null ? ImageState.Erased
            : row.PhotosDeletedAt is not null ? ImageState.WithoutPhotos
            : ImageState.Live;
        var read = row is null
            ? Gone(state)
            : new Known(
                new ImageAccess(state, row.Name, row.SubjectId, row.AccessEpoch, row.Revoked.Count == 0 ? None : row.Revoked.ToHashSet()),
                at,
                version
            );
        // An erasure that ended after the look began is not forgotten.
        _known.Set((company, image), read, known => known.Access.State == ImageState.Erased);
        return read;
    }

    private sealed record Known(ImageAccess Access, long At, long Version);
}
