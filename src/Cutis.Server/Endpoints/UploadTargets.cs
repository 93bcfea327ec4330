using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Cutis.Platform.Urls;
using Cutis.Server.Http;

namespace Cutis.Server.Endpoints;

/// <summary>Where and how a photo is uploaded that was announced.</summary>
internal static class UploadTargets
{
    /// <summary>The method of uploads.</summary>
    public const string Method = "PUT";

    /// <summary>What uploads are sent as; the type of the photo is found from its bytes.</summary>
    public const string ContentType = "application/octet-stream";

    /// <summary>What clients repeat. There is no <c>Host</c> among them: it would be that of another server.</summary>
    public static IReadOnlyDictionary<string, string> Headers { get; } =
        new Dictionary<string, string> { ["Content-Type"] = ContentType, ["X-Goog-Content-Length-Range"] = $"1,{UploadService.MaxBytes}" };

    /// <summary>The signed URL of the upload.</summary>
    public static string Url(HttpContext http, UrlSigner signer, PendingUpload upload) =>
        signer.Sign(RootUrl.Find(http.Request), FilePaths.Upload(upload.CompanyId, upload.Id), signer.Expiry(), Method);
}
