using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cutis.Platform.Accounts;
using Cutis.Server.Http;

namespace Cutis.Server.Security;

/// <summary>
/// The cookie of a browser's session. No script can read it, no page of another site makes a browser send it, and a request that changes
/// something shows beside it, in a header, what only a page of this server can know.
/// </summary>
internal static class SessionCookie
{
    /// <summary>The header that shows <see cref="CsrfToken"/>.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    private const string Name = "cutis-session";
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("cutis csrf token v1");

    /// <summary>The secret in the cookie of a request; null when it has none.</summary>
    public static string? Find(HttpRequest request) =>
        request.Cookies[NameFor(request)] is { } value && value.StartsWith(Secret.CookiePrefix, StringComparison.Ordinal) ? value : null;

    /// <summary>Whether a browser has a cookie of this name, whatever is in it.</summary>
    public static bool IsThere(HttpRequest request) => request.Cookies.ContainsKey(NameFor(request));

    /// <summary>Gives a browser its cookie, which it keeps until it is closed.</summary>
    public static void Set(HttpContext http, string secret) =>
        http.Response.Cookies.Append(NameFor(http.Request), secret, Options(http.Request));

    /// <summary>Makes a browser forget its cookie.</summary>
    public static void Delete(HttpContext http) => http.Response.Cookies.Delete(NameFor(http.Request), Options(http.Request));

    /// <summary>
    /// What shows that a request was made by a page of this server: HMAC-SHA256 of a fixed text with the secret as the key.
    /// </summary>
    public static string CsrfToken(string secret) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Purpose));

    /// <summary>Why a request may not use its cookie; null when it may.</summary>
    /// <param name="request">The request.</param>
    /// <param name="secret">The secret in its cookie.</param>
    public static Problem? FindProblem(HttpRequest request, string secret)
    {
        if (FindForeignOrigin(request) is { } foreign)
            return foreign;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            return null;
        var shown = Encoding.UTF8.GetBytes(request.Headers[CsrfHeader].ToString());
        return CryptographicOperations.FixedTimeEquals(shown, Encoding.UTF8.GetBytes(CsrfToken(secret)))
            ? null
            : new Problem(
                403,
                $"With a cookie, this needs the header {CsrfHeader} with the csrf_token of GET /api/v1/session/",
                Code: "csrf_token_wrong"
            );
    }

    /// <summary>
    /// Refuses what a page of another origin makes a browser send, also one of the same site: browsers say it in <c>Sec-Fetch-Site</c>,
    /// which no script can set, and those that do not, over plain HTTP, in <c>Origin</c>.
    /// </summary>
    public static Problem? FindForeignOrigin(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        var isOwn = site switch
        {
            "same-origin" => true,
            // Typed by the user, or of a browser that does not say.
            "none" or "" => origin.Length == 0 || IsOwn(request, origin),
            _ => false,
        };
        return isOwn ? null : new Problem(403, "Pages of another origin cannot use a session of this server", Code: "foreign_origin");
    }

    private static bool IsOwn(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var url)
        && url.Scheme == request.Scheme
        && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own)
        && url.Authority.Equals(own.Authority, StringComparison.OrdinalIgnoreCase);

    // Over TLS the name says that no other host and no plain connection has set it. Cookies do not know ports, but servers have them.
    private static string NameFor(HttpRequest request) =>
        (request.IsHttps ? "__Host-" : "") + Name + (request.Host.Port is { } port and not (80 or 443) ? $"-{port}" : "");

    private static CookieOptions Options(HttpRequest request) =>
        new()
        {
            Path = "/",
            HttpOnly = true,
            Secure = request.IsHttps,
            SameSite = SameSiteMode.Strict,
            IsEssential = true,
        };
}
