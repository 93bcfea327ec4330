using Cutis.Masks.Scenes;
using Cutis.Platform.Datasets;
using Cutis.Platform.Rendering;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Server.Http;

namespace Cutis.Server.Endpoints;

/// <summary>Makes answers of images, with what other rows say of them and with URLs that are signed now.</summary>
internal sealed class ImageAnswers(ImageDetailsReader details, ImageUrls urls)
{
    private static readonly (int Width, int Height) Thumbnail = (320, 320);
    private static readonly (int Width, int Height) Small = (500, 500);
    private static readonly (int Width, int Height) Large = (800, 1200);

    /// <summary>The answer of one image.</summary>
    public async Task<ImageAnswer> CreateAsync(HttpContext http, Image image) => (await CreateAsync(http, [image]))[0];

    /// <summary>The answers of some images, in their order.</summary>
    public async Task<IReadOnlyList<ImageAnswer>> CreateAsync(HttpContext http, IReadOnlyList<Image> images)
    {
        var known = await details.FindAsync(images, http.RequestAborted);
        var (root, expires) = (RootUrl.Find(http.Request), urls.Expiry());
        return [.. images.Select(image => Create(image, known[image.Id], root, expires))];
    }

    /// <summary>The answer of an image whose photo has not come.</summary>
    public ImageAnswer Create(PendingUpload pending) =>
        new()
        {
            Id = pending.Id,
            CompanyId = pending.CompanyId,
            DatasetId = pending.DatasetId,
            SubjectId = pending.SubjectId,
            BatchId = pending.BatchId,
            Name = pending.Name,
            CreationTime = pending.CreationTime ?? pending.CreatedAt,
            Original = null,
            Restored = null,
            Urls = new PhotoUrls(null, null, null, null, null),
            UrlsExpireAt = urls.Expiry(),
            Side = Dictionaries.Sides.Find(pending.SideId),
            Light = Dictionaries.Lights.Find(pending.LightId),
            Meta = StoredJson.Parse(pending.Meta),
        };

    private ImageAnswer Create(Image image, ImageDetails known, string root, DateTimeOffset expires)
    {
        var (original, quality) = (image.PhotosDeletedAt is null ? image.Original : null, known.Quality);
        return new ImageAnswer
        {
            Id = image.Id,
            CompanyId = image.CompanyId,
            DatasetId = image.DatasetId,
            SubjectId = image.SubjectId,
            BatchId = image.BatchId,
            Name = image.Name,
            CreationTime = image.CreationTime,
            Original = PhotoAnswer.Create(image.Original),
            Restored = PhotoAnswer.Create(image.Restored),
            Urls = new PhotoUrls(
                Url(original, Frame.Original),
                Url(image.PhotosDeletedAt is null ? image.Restored : null, Frame.Restored),
                Scaled(Small),
                Scaled(Large),
                Scaled(Thumbnail)
            ),
            UrlsExpireAt = expires,
            Side = Dictionaries.Sides.Find(image.SideId),
            Light = Dictionaries.Lights.Find(image.LightId),
            Meta = StoredJson.Parse(image.Meta),
            QualityScore = quality?.Score?.Value,
            QualityFeedback = quality?.Feedback,
            QualityResult = quality?.Score is { } score ? MetricAnswer.Create(score) : null,
            Problems = quality?.Problems ?? [],
            PhotosExpireAt = known.Times?.Photos,
            MetadataExpireAt = known.Times?.Metadata,
            PhotosDeletedAt = image.PhotosDeletedAt,
        };

        string? Url(StoredPhoto? photo, Frame frame) =>
            photo is null
                ? null
                : urls.Sign(
                    root,
                    image,
                    FilePaths.Photo(image.CompanyId, image.Id, photo.Digest, FileNames.ForPhoto(frame, photo.MediaType)),
                    expires
                );

        string? Scaled((int Width, int Height) box) =>
            original is null ? null : PictureUrls.Scaled(urls, root, image, original, box, expires);
    }
}
