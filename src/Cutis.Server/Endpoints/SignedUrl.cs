using System.Globalization;
using Cutis.Platform.Urls;

namespace Cutis.Server.Endpoints;

/// <summary>A URL of an image whose signature is right.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Expires">Until when it may be read.</param>
/// <param name="Epoch">The access epoch that stands in it.</param>
internal sealed record ImageUrl(string Path, DateTimeOffset Expires, long Epoch)
{
    /// <summary>By which it is listed and revoked.</summary>
    public Guid Id => UrlId.Create(Path, Expires, Epoch);
}

/// <summary>The signature that a request brings.</summary>
internal static class SignedUrl
{
    private static readonly string[] Names = ["expires", "kid", "signature"];
    private static readonly string[] NamesWithEpoch = ["expires", "kid", "epoch", "signature"];

    /// <summary>The URL of a request, of an image; null when it is altered or has expired.</summary>
    public static ImageUrl? VerifyImage(this UrlSigner signer, HttpRequest request)
    {
        var (query, path) = (request.Query, request.Path.Value ?? "");
        if (!query.ContainsKey("epoch"))
            return signer.Verify(request) is { } expires ? new ImageUrl(path, expires, 0) : null;
        if (query.Count != NamesWithEpoch.Length || query.Keys.Any(name => !NamesWithEpoch.Contains(name)))
            return null;
        // Each epoch has one spelling, and the first has none.
        var text = query["epoch"].ToString();
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) || epoch == 0 || text[0] == '0')
            return null;
        var (kid, signature) = (query["kid"].ToString(), query["signature"].ToString());
        return signer.Verify(path, query["expires"].ToString(), kid, signature, epoch: epoch) is { } end
            ? new ImageUrl(path, end, epoch)
            : null;
    }

    /// <summary>Until when the URL of a request may be used with a method; null when it is altered or has expired.</summary>
    public static DateTimeOffset? Verify(this UrlSigner signer, HttpRequest request, string method = "GET")
    {
        var query = request.Query;
        // Names are compared as they are written: the framework takes upper and lower case for the same.
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
