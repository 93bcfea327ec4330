using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Cutis.Platform.Urls;

/// <summary>A secret with which URLs are signed.</summary>
/// <param name="Id">Part of the URL, so that the right key is found after a rotation.</param>
/// <param name="Secret">32 random bytes.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record SigningKey(string Id, byte[] Secret, DateTimeOffset CreatedAt)
{
    /// <summary>Length of a secret in bytes.</summary>
    public const int SecretBytes = 32;

    // A running server continues to sign with a key until it notices a newer one.
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(5);

    /// <summary>When another key replaced it; null while it is the signing key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SupersededAt { get; init; }

    /// <summary>When it was revoked, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The latest time at which a URL signed with it can expire; null while it is the signing key.</summary>
    [JsonIgnore]
    public DateTimeOffset? LastExpiry => RevokedAt ?? SupersededAt + FilesOptions.MaxLifetime + Notice;

    public static SigningKey Create(DateTimeOffset now) =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), RandomNumberGenerator.GetBytes(SecretBytes), now);

    /// <summary>
    /// Whether the key can have signed a URL with that expiry. A superseded key signs nothing, so that a URL which expires later than its
    /// last one was forged with a leaked secret.
    /// </summary>
    public bool CanHaveSigned(DateTimeOffset expires) => RevokedAt is null && !(expires > LastExpiry);

    /// <summary>The key without its secret: the random bytes that replace it verify nothing.</summary>
    public SigningKey Revoke(DateTimeOffset now) =>
        RevokedAt is not null
            ? this
            : this with
            {
                Secret = RandomNumberGenerator.GetBytes(SecretBytes),
                RevokedAt = now,
                SupersededAt = SupersededAt ?? now,
            };
}
