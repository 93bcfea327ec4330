using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cutis.Platform.Privacy;

/// <summary>A statement with its signature: a JSON Web Signature in compact form (RFC 7515) with ES256.</summary>
/// <param name="KeyId">The key that is said to have signed it.</param>
/// <param name="Payload">The statement.</param>
/// <param name="Signed">The bytes that are signed.</param>
/// <param name="Signature">Of these bytes.</param>
internal sealed record Jws(string KeyId, byte[] Payload, byte[] Signed, byte[] Signature)
{
    private const string Type = "cutis-receipt+jws";

    /// <summary>Signs a statement.</summary>
    public static string Sign(byte[] payload, ReceiptKey key)
    {
        var header = $$"""{"alg":"ES256","kid":"{{key.Public.Id}}","typ":"{{Type}}"}""";
        var signed = $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header))}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Parses the compact form; null when it is none of a receipt.</summary>
    public static Jws? Parse(string compact)
    {
        var parts = compact.Split('.');
        // Each has one spelling: bits that mean nothing are not free to change.
        if (parts.Length != 3 || parts.Any(part => !Base64Url.IsValid(part) || Respelled(part) != part))
            return null;
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            // Only one algorithm: a header cannot choose a weaker one.
            if (header.RootElement.GetProperty("alg").GetString() != "ES256" || header.RootElement.GetProperty("typ").GetString() != Type)
                return null;
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            var key = header.RootElement.GetProperty("kid").GetString();
            return key is null ? null : new Jws(key, Base64Url.DecodeFromChars(parts[1]), signed, Base64Url.DecodeFromChars(parts[2]));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string Respelled(string part) => Base64Url.EncodeToString(Base64Url.DecodeFromChars(part));

    /// <summary>The digest by which the next receipt names this one.</summary>
    public static string Digest(string compact) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(compact)));
}
