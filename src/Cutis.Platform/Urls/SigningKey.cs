using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Cutis.Platform.Urls;

/// <summary>A secret that URLs are signed with.</summary>
/// <param name="Id">Stands in the URL, so that the right key is found after a rotation.</param>
/// <param name="Secret">32 random bytes.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record SigningKey(string Id, byte[] Secret, DateTimeOffset CreatedAt)
{
    /// <summary>Bytes of a secret.</summary>
    public const int SecretBytes = 32;

    // A running server goes on signing with the key until it has seen that there is a newer one.
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(5);

    /// <summary>When another key took over; null while this one signs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SupersededAt { get; init; }

    /// <summary>When it was revoked; null when it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The last moment at which a URL signed with it can expire; null while it signs.</summary>
    [JsonIgnore]
    public DateTimeOffset? LastExpiry => RevokedAt ?? SupersededAt + FilesOptions.MaxLifetime + Notice;

    public static SigningKey Create(DateTimeOffset now) =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), RandomNumberGenerator.GetBytes(SecretBytes), now);

    /// <summary>
    /// Whether the key can have signed a URL that expires then. A key that was superseded signs nothing any more, so whatever
    /// expires later than its last URL was forged by someone who has got hold of the secret.
    /// </summary>
    public bool CanHaveSigned(DateTimeOffset expires) => RevokedAt is null && !(expires > LastExpiry);

    /// <summary>The key without its secret: nothing verifies with the random bytes that stand in its place.</summary>
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
