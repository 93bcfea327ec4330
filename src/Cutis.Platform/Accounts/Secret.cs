using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Cutis.Platform.Accounts;

/// <summary>
/// Secrets that this server makes. The database holds their SHA-256 only: a fast hash is right for 256 random bits. What a token is for
/// stands at its beginning, so that it is looked up once, and found by scanners of leaked secrets.
/// </summary>
internal static class Secret
{
    public const string PrivatePrefix = "cutis_";
    public const string AccessPrefix = "cutisa_";
    public const string RefreshPrefix = "cutisr_";

    /// <summary>What a browser keeps in its cookie.</summary>
    public const string CookiePrefix = "cutisc_";

    private const int Bytes = 32;
    private const int PasswordBytes = 15;

    /// <summary>A new token.</summary>
    /// <param name="prefix">One of the prefixes above.</param>
    public static string CreateToken(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>A new password of 120 random bits, for a person who is to change it.</summary>
    public static string CreatePassword() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes));

    /// <summary>What is stored of a token.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
