using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Platform.Urls;

/// <summary>The signing keys, newest first. The first one signs; the others verify what they have signed.</summary>
internal sealed class KeyRing
{
    // Keys are kept slightly longer than any URL lives, so that the list shows what became of them.
    private static readonly TimeSpan Kept = FilesOptions.MaxLifetime + TimeSpan.FromDays(1);

    private KeyRing(ImmutableArray<SigningKey> keys) => Keys = keys;

    /// <summary>All keys, newest first; at least one.</summary>
    public ImmutableArray<SigningKey> Keys { get; }

    /// <summary>The key that signs.</summary>
    public SigningKey Current => Keys[0];

    /// <summary>A ring with one new key.</summary>
    public static KeyRing Create(DateTimeOffset now) => new([SigningKey.Create(now)]);

    /// <summary>The key with an id, or null.</summary>
    public SigningKey? Find(string id) => Keys.FirstOrDefault(key => key.Id == id);

    /// <summary>A ring with a new signing key, without keys that no valid URL can need.</summary>
    public KeyRing Rotate(DateTimeOffset now)
    {
        var superseded = Keys.Select(key => key with { SupersededAt = key.SupersededAt ?? now });
        return new KeyRing([SigningKey.Create(now), .. superseded.Where(key => now - key.SupersededAt < Kept)]);
    }

    /// <summary>A ring in which a key no longer verifies anything; if it was the signing key, a new one replaces it.</summary>
    public KeyRing Revoke(string id, DateTimeOffset now)
    {
        var revoked = new KeyRing([.. Keys.Select(key => key.Id == id ? key.Revoke(now) : key)]);
        return revoked.Current.RevokedAt is null ? revoked : revoked.Rotate(now);
    }

    /// <summary>Parses what <see cref="ToUtf8"/> writes, and what earlier versions wrote; null when it is not a key ring.</summary>
    public static KeyRing? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var keys = JsonSerializer.Deserialize<SigningKey[]>(utf8);
            if (keys is null or [] || !keys.All(IsUsable))
                return null;
            if (keys[0].RevokedAt is not null || keys.DistinctBy(key => key.Id).Count() < keys.Length)
                return null;
            // Earlier versions did not record when a key was superseded: it was when the next one was created.
            return new KeyRing([
                .. keys.Select((key, i) => i == 0 ? key : key with { SupersededAt = key.SupersededAt ?? keys[i - 1].CreatedAt }),
            ]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The id is used in URLs unescaped.
    private static bool IsUsable(SigningKey? key) =>
        key is { Id.Length: > 0, Secret.Length: >= SigningKey.SecretBytes } && key.Id.All(char.IsAsciiLetterOrDigit);

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(Keys);
}
