using Cutis.Platform.Audit;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Urls;

/// <summary>
/// Signed URLs of what belongs to an image: they carry its access epoch, and each is noted, so that it can be listed and revoked.
/// </summary>
internal sealed class ImageUrls(UrlSigner signer, IssuedUrlLog issued, ImageStates states, Actor actor)
{
    // Expiry, key, epoch and signature with their names.
    private const int QueryLength = 120;

    /// <summary>When a URL that is issued now expires.</summary>
    public DateTimeOffset Expiry() => signer.Expiry();

    /// <summary>When a URL expires that is issued now for a time: at most the longest that any URL lives.</summary>
    public DateTimeOffset ExpiryAfter(TimeSpan life) => signer.ExpiryAfter(life);

    /// <summary>The signed URL of a path.</summary>
    /// <param name="root">The beginning of the URL, without a trailing slash.</param>
    /// <param name="image">The image as it is now.</param>
    /// <param name="path">A path of the image made by <see cref="FilePaths"/>.</param>
    /// <param name="expires">The expiry, in whole seconds.</param>
    public string Sign(string root, Image image, string path, DateTimeOffset expires)
    {
        var revoked = states.FindRevoked(image.CompanyId, image.Id);
        // One that was revoked by itself is not issued again: the next one expires a second later.
        while (revoked.Count > 0 && revoked.Contains(UrlId.Create(path, expires, image.AccessEpoch)))
            expires = expires.AddSeconds(1);
        issued.Add(image, path, expires, actor);
        return signer.Sign(root, path, expires, epoch: image.AccessEpoch);
    }

    /// <summary>How long a URL becomes at most.</summary>
    public static int MaxLength(string root, string path) => root.Length + path.Length + QueryLength;
}
