using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cutis.Platform.Urls;

/// <summary>
/// Signs the URLs of files and verifies them: HMAC-SHA256 over method, path and expiry, and over the access epoch of the image where it
/// is not 0. Those of images are made by <see cref="ImageUrls"/>, so that they can be listed and revoked.
/// </summary>
internal sealed class UrlSigner(SigningKeys keys, FilesOptions options, TimeProvider clock)
{
    // The last second of the year 9999, the maximum of <see cref="DateTimeOffset"/>.
    private const long Latest = 253_402_300_799;
    private const string Get = "GET";

    /// <summary>When a URL that is issued now expires: after the lifetime, rounded up to the next window.</summary>
    public DateTimeOffset Expiry()
    {
        var window = options.Window.Ticks;
        var end = (clock.GetUtcNow() + options.Lifetime).UtcTicks;
        return new DateTimeOffset((end + window - 1) / window * window, TimeSpan.Zero);
    }

    /// <summary>When a URL expires that is issued now for a time: at most the longest that any URL lives.</summary>
    public DateTimeOffset ExpiryAfter(TimeSpan life)
    {
        var end = clock.GetUtcNow() + (life < FilesOptions.MaxLifetime ? life : FilesOptions.MaxLifetime);
        return DateTimeOffset.FromUnixTimeSeconds(end.ToUnixTimeSeconds());
    }

    /// <summary>The signed URL of a path.</summary>
    /// <param name="root">The beginning of the URL, without a trailing slash.</param>
    /// <param name="path">The path; all its characters must be valid unescaped.</param>
    /// <param name="expires">The expiry, in whole seconds.</param>
    /// <param name="method">What may be done with it; GET stands for HEAD too.</param>
    /// <param name="epoch">The access epoch of the image.</param>
    public string Sign(string root, string path, DateTimeOffset expires, string method = Get, long epoch = 0)
    {
        var seconds = expires.ToUnixTimeSeconds();
        var key = keys.Current;
        var signature = Signature(key, method, path, seconds, epoch);
        // Without an epoch it is a URL as it always was.
        return $"{root}{path}?expires={Number(seconds)}&kid={key.Id}{(epoch == 0 ? "" : $"&epoch={Number(epoch)}")}&signature={signature}";
    }

    /// <summary>The expiry of a URL with these parts; null when it is altered, has expired, or cannot have been issued.</summary>
    public DateTimeOffset? Verify(string path, string expires, string kid, string signature, string method = Get, long epoch = 0)
    {
        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > Latest)
            return null;
        var end = DateTimeOffset.FromUnixTimeSeconds(seconds);
        // No URL is issued with a longer lifetime: such a one was forged with a leaked secret.
        var now = clock.GetUtcNow();
        if (end <= now || end > now + FilesOptions.MaxLifetime)
            return null;
        if (keys.Find(kid) is not { } key || !key.CanHaveSigned(end))
            return null;
        // Compared as text, so that each signature has one spelling.
        var expected = Encoding.ASCII.GetBytes(Signature(key, method, path, seconds, epoch));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), expected) && expires == Number(seconds)
            ? end
            : null;
    }

    private static string Number(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);

    // The word keeps an epoch from being read as an expiry.
    private static string Signature(SigningKey key, string method, string path, long expires, long epoch)
    {
        var text = $"{method}\n{path}\n{Number(expires)}{(epoch == 0 ? "" : $"\nepoch={Number(epoch)}")}";
        return Base64Url.EncodeToString(HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(text)));
    }
}
