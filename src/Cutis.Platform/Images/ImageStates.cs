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

/// <summary>
/// What became of an image, for requests that come by a signed URL. An erasure is known at once in the process that makes it and within
/// a second in the others; asking costs a query a second and image at most.
/// </summary>
internal sealed class ImageStates(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int MaxRemembered = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly RecentMap<(Guid Company, Guid Image), Known> _known = new(MaxRemembered);

    /// <summary>The state of an image, at most a second old.</summary>
    public async Task<ImageState> FindAsync(Guid company, Guid image, CancellationToken stop) =>
        (await KnownAsync(company, image, stop)).State;

    /// <summary>The name of an image, at most a second old; empty when it is not there.</summary>
    public async Task<string> NameAsync(Guid company, Guid image, CancellationToken stop) => (await KnownAsync(company, image, stop)).Name;

    /// <summary>The state of an image now.</summary>
    public async Task<ImageState> ReadStateAsync(Guid company, Guid image, CancellationToken stop) =>
        (await ReadAsync(company, image, stop)).State;

    /// <summary>Notes that an image was erased.</summary>
    public void Forget(Guid company, Guid image) => _known.Set((company, image), new Known(ImageState.Erased, "", 0));

    /// <summary>Notes that the photos of an image were deleted.</summary>
    public void ForgetPhotos(Guid company, Guid image) =>
        _known.Set(
            (company, image),
            new Known(ImageState.WithoutPhotos, "", clock.GetTimestamp()),
            known => known.State == ImageState.Erased
        );

    private async Task<Known> KnownAsync(Guid company, Guid image, CancellationToken stop)
    {
        var known = _known.Find((company, image));
        if (known is { State: ImageState.Erased } || (known is not null && clock.GetElapsedTime(known.At) < Fresh))
            return known;
        return await ReadAsync(company, image, stop);
    }

    private async Task<Known> ReadAsync(Guid company, Guid image, CancellationToken stop)
    {
        var at = clock.GetTimestamp();
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
            })
            .FirstOrDefaultAsync(stop);
        var state =
            row is null ? ImageState.Unknown
            : row.ErasedAt is not null ? ImageState.Erased
            : row.PhotosDeletedAt is not null ? ImageState.WithoutPhotos
            : ImageState.Live;
        // An erasure that ended after the look began is not forgotten.
        var read = new Known(state, row?.Name ?? "", at);
        _known.Set((company, image), read, known => known.State == ImageState.Erased);
        return read;
    }

    private sealed record Known(ImageState State, string Name, long At);
}
