using Cutis.Platform.Urls;

namespace Cutis.Server.Endpoints;

/// <summary>The signature that a request brings.</summary>
internal static class SignedUrl
{
    private static readonly string[] Names = ["expires", "kid", "signature"];

    /// <summary>Until when the URL of a request may be read; null when it is altered or has expired.</summary>
    public static DateTimeOffset? Verify(this UrlSigner signer, HttpRequest request)
    {
        var query = request.Query;
        // Names are compared as they are written: the framework takes upper and lower case for the same.
        if (query.Count != Names.Length || query.Keys.Any(name => !Names.Contains(name)))
            return null;
        return signer.Verify(request.Path.Value ?? "", query["expires"].ToString(), query["kid"].ToString(), query["signature"].ToString());
    }
}
