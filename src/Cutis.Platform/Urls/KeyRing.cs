using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Platform.Urls;

/// <summary>The signing keys, newest first. The first one signs; the others verify what they have signed.</summary>
internal sealed class KeyRing
{
    // Kept a little longer than any URL, so that the list tells what became of them.
    private static readonly TimeSpan Kept = FilesOptions.MaxLifetime + TimeSpan.FromDays(1);

    private KeyRing(ImmutableArray<SigningKey> keys) => Keys = keys;

    /// <summary>All keys, newest first; at least one.</summary>
    public ImmutableArray<SigningKey> Keys { get; }

    /// <summary>The key that signs.</summary>
    public SigningKey Current => Keys[0];

    /// <summary>A ring with one new key.</summary>
    public static KeyRing Create(DateTimeOffset now) => new([SigningKey.Create(now)]);

    /// <summary>The key of that id, or null.</summary>
    public SigningKey? Find(string id) => Keys.FirstOrDefault(key => key.Id == id);

    /// <summary>A ring with a new key that signs, without those that no live URL can need.</summary>
    public KeyRing Rotate(DateTimeOffset now)
    {
        var superseded = Keys.Select(key => key with { SupersededAt = key.SupersededAt ?? now });
        return new KeyRing([SigningKey.Create(now), .. superseded.Where(key => now - key.SupersededAt < Kept)]);
    }

    /// <summary>A ring in which a key verifies nothing any more; if it was the one that signs, a new one does.</summary>
    public KeyRing Revoke(string id, DateTimeOffset now)
    {
        var revoked = new KeyRing([.. Keys.Select(key => key.Id == id ? key.Revoke(now) : key)]);
        return revoked.Current.RevokedAt is null ? revoked : revoked.Rotate(now);
    }

    /// <summary>Reads what <see cref="ToUtf8"/> writes, and what earlier versions wrote; null when it is not a ring of keys.</summary>
    public static KeyRing? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var keys = JsonSerializer.Deserialize<SigningKey[]>(utf8);
            if (keys is null or [] || !keys.All(IsUsable))
                return null;
            if (keys[0].RevokedAt is not null || keys.DistinctBy(key => key.Id).Count() < keys.Length)
                return null;
            // Earlier versions did not write when a key was superseded: it was when the next one was made.
            return new KeyRing([
                .. keys.Select((key, i) => i == 0 ? key : key with { SupersededAt = key.SupersededAt ?? keys[i - 1].CreatedAt }),
            ]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The id stands in URLs as it is.
    private static bool IsUsable(SigningKey? key) =>
        key is { Id.Length: > 0, Secret.Length: >= SigningKey.SecretBytes } && key.Id.All(char.IsAsciiLetterOrDigit);

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(Keys);
}
