using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cutis.Platform.Urls;

/// <summary>The id of a signed URL: made of what is signed, whichever key signs it. A URL that is issued again has the same.</summary>
internal static class UrlId
{
    /// <param name="path">Its path.</param>
    /// <param name="expires">Its expiry.</param>
    /// <param name="epoch">Its access epoch.</param>
    public static Guid Create(string path, DateTimeOffset expires, long epoch)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{path}\n{expires.ToUnixTimeSeconds()}\n{epoch}");
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        // Version 8 of RFC 9562: the bits are of the one who makes it.
        digest[6] = (byte)(0x80 | (digest[6] & 0x0f));
        digest[8] = (byte)(0x80 | (digest[8] & 0x3f));
        return new Guid(digest[..16], bigEndian: true);
    }
}
