using Cutis.Platform.Urls;

namespace Cutis.Server.Endpoints;

/// <summary>The signature of a request.</summary>
internal static class SignedUrl
{
    private static readonly string[] Names = ["expires", "kid", "signature"];

    /// <summary>Until when the URL of a request may be used with a method; null when it is altered or has expired.</summary>
    public static DateTimeOffset? Verify(this UrlSigner signer, HttpRequest request, string method = "GET")
    {
        var query = request.Query;
        // Parameter names are compared with case, which the framework ignores.
        if (query.Count != Names.Length || query.Keys.Any(name => !Names.Contains(name)))
            return null;
        return signer.Verify(
            request.Path.Value ?? "",
            query["expires"].ToString(),
            query["kid"].ToString(),
            query["signature"].ToString(),
            method
        );
    }
}
