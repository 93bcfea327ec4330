using Cutis.Platform.Audit;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Server.Http;

namespace Cutis.Server.Endpoints;

/// <summary>Lets those in who come by a signed URL, and notes that they did.</summary>
internal sealed class FileGate(UrlSigner signer, ImageStates states, AuditLog audit)
{
    private static readonly ServiceError Revoked = new(ErrorKind.Erased, "The URL was revoked") { Code = "url_revoked" };

    /// <summary>Altered, swapped and expired URLs get the same answer, so that nothing can be learned from a difference.</summary>
    public static Problem Forbidden { get; } = new(403, "The URL is not valid or has expired");

    /// <summary>Looks whether the URL of a request may be used, before anything else of the request is looked at.</summary>
    /// <param name="http">The request.</param>
    /// <param name="company">The company.</param>
    /// <param name="image">The image.</param>
    /// <param name="masksAlone">Whether it leads to masks without a photo, which stay when photos are deleted.</param>
    /// <returns>The URL and what is known of the image, or why it may not.</returns>
    public async Task<(ImageUrl? Url, ImageAccess? Access, IResult? Refusal)> EnterAsync(
        HttpContext http,
        Guid company,
        Guid image,
        bool masksAlone = false
    )
    {
        if (signer.VerifyImage(http.Request) is not { } url)
            return (null, null, Forbidden);
        var access = await states.FindAccessAsync(company, image, http.RequestAborted);
        var gone = access.State switch
        {
            ImageState.Erased => ServiceError.ImageErased,
            ImageState.Unknown => ServiceError.ImageNotFound,
            _ when access.IsRevoked(url.Epoch, () => url.Id) => Revoked,
            ImageState.WithoutPhotos when !masksAlone => ImageService.PhotosDeleted,
            _ => null,
        };
        if (gone is not null)
            return (null, access, Problem.From(gone));
        Note(company, image, access, url.Id);
        return (url, access, null);
    }

    /// <summary>What is missing may have been erased a moment ago, by another process.</summary>
    public async Task<ServiceError> ExplainAsync(ServiceError error, Guid company, Guid image, CancellationToken stop)
    {
        if (error != ObjectErrors.Missing)
            return error;
        return await states.ReadStateAsync(company, image, stop) switch
        {
            ImageState.Erased => ServiceError.ImageErased,
            ImageState.WithoutPhotos => ImageService.PhotosDeleted,
            _ => error,
        };
    }

    private void Note(Guid company, Guid image, ImageAccess access, Guid url) =>
        audit.AddOnce(
            $"{AuditKinds.UrlOpened} {url}",
            new AuditEntry(AuditKinds.UrlOpened)
            {
                CompanyId = company,
                ImageId = image,
                SubjectId = access.SubjectId,
                Detail = $$"""{"url_id":"{{url}}"}""",
            }
        );
}
