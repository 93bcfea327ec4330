using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cutis.Server.Files;

/// <summary>Signs the addresses of files and checks them: HMAC-SHA256 over method, path and expiry.</summary>
internal sealed class UrlSigner(SigningKeys keys, FilesOptions options, TimeProvider clock)
{
    /// <summary>When an address made now expires: the lifetime from now, rounded up to the next window.</summary>
    public DateTimeOffset Expiry()
    {
        var window = options.Window.Ticks;
        var end = (clock.GetUtcNow() + options.Lifetime).UtcTicks;
        return new DateTimeOffset((end + window - 1) / window * window, TimeSpan.Zero);
    }

    /// <summary>The address of a path that may be read until then.</summary>
    public string Sign(HttpRequest request, string path, DateTimeOffset expires)
    {
        var root = options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : $"{request.Scheme}://{request.Host}{request.PathBase}";
        var seconds = expires.ToUnixTimeSeconds();
        var key = keys.Current;
        return $"{root}{path}?expires={seconds}&kid={key.Id}&signature={Base64Url.EncodeToString(Signature(key, path, seconds))}";
    }

    /// <summary>Until when the address of a request may be read; null when it is altered or has expired.</summary>
    public DateTimeOffset? Verify(HttpRequest request)
    {
        var query = request.Query;
        if (query.Count != 3) return null;
        if (!long.TryParse(query["expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var expires)) return null;
        if (expires > 253_402_300_799 || expires <= clock.GetUtcNow().ToUnixTimeSeconds()) return null;
        if (keys.Find(query["kid"].ToString()) is not { } key) return null;
        Span<byte> given = stackalloc byte[64];
        var text = query["signature"].ToString();
        if (text.Length != 43 || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, given, out var length)) return null;
        var expected = Signature(key, request.Path.Value ?? "", expires);
        return CryptographicOperations.FixedTimeEquals(given[..length], expected) ? DateTimeOffset.FromUnixTimeSeconds(expires) : null;
    }

    private static byte[] Signature(SigningKey key, string path, long expires) =>
        HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes($"GET\n{path}\n{expires}"));
}
