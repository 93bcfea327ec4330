using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Masks.Scenes;
using Cutis.Platform.Images;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Server.Http.Contract;

namespace Cutis.Server.Endpoints;

/// <summary>An image as clients see it.</summary>
[SchemaName("Image")]
internal sealed record ImageAnswer(
    Guid Id,
    Guid CompanyId,
    string Name,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? CreationTime,
    PhotoAnswer Original,
    PhotoAnswer? Restored,
    PhotoUrls Urls,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? UrlsExpireAt
)
{
    /// <summary>The outcome of queueing the analysis of an upload; null when none was requested.</summary>
    [NeverNull, AllowedValues("queued", "queue_full")]
    [Description(
        "In the answer to an upload, where the company wants uploads analysed: `queued`, or `queue_full` when too many analyses wait. Then "
            + "the photo is stored without one, and `POST …/compute/` asks for it later."
    )]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(JsonStringEnumConverter<UploadAnalysis>))]
    public UploadAnalysis? Analysis { get; init; }

    public static ImageAnswer Create(Image image, string root, UrlSigner signer)
    {
        var expires = signer.Expiry();
        string? Url(StoredPhoto? photo, Frame frame) =>
            photo is null
                ? null
                : signer.Sign(
                    root,
                    FilePaths.Photo(image.CompanyId, image.Id, photo.Digest, FileNames.ForPhoto(frame, photo.MediaType)),
                    expires
                );
        return new ImageAnswer(
            image.Id,
            image.CompanyId,
            image.Name,
            image.CreationTime,
            PhotoAnswer.Create(image.Original)!,
            PhotoAnswer.Create(image.Restored),
            new PhotoUrls(Url(image.Original, Frame.Original)!, Url(image.Restored, Frame.Restored)),
            expires
        );
    }
}

/// <summary>One photo of an image; width and height are as a viewer sees it.</summary>
[SchemaName("Photo"), Description("Width and height are as a viewer sees the photo.")]
internal sealed record PhotoAnswer(
    [property: AllowedValues("image/jpeg", "image/png")] string MediaType,
    int Width,
    int Height,
    long Bytes,
    string Sha256
)
{
    public static PhotoAnswer? Create(StoredPhoto? photo) =>
        photo is null ? null : new PhotoAnswer(photo.MediaType, photo.Width, photo.Height, photo.Bytes, photo.Digest);
}

/// <summary>Signed URLs of the photos.</summary>
[SchemaName("PhotoUrls")]
internal sealed record PhotoUrls([property: Url] string Original, [property: Url] string? Restored);
