using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Accounts;

/// <summary>Makes and checks private tokens. The database holds SHA-256 only: a fast hash is right for 256 random bits.</summary>
internal sealed class PrivateTokens(CutisDb db, WriteLock writes, TimeProvider clock)
{
    private const string Prefix = "cutis_";

    /// <summary>Makes a token; it is returned here and never again.</summary>
    public async Task<string> CreateAsync(Guid userId, string name, DateTimeOffset expires, CancellationToken stop)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        db.PrivateTokens.Add(
            new PrivateToken
            {
                UserId = userId,
                Name = name,
                Hash = Hash(token),
                Shown = token[..(Prefix.Length + 6)],
                CreatedAt = clock.GetUtcNow(),
                ExpiresAt = expires,
            }
        );
        await writes.SaveAsync(db, stop);
        return token;
    }

    /// <summary>Who a token belongs to; null when it is unknown, expired or revoked, or its user is disabled.</summary>
    public async Task<Caller?> FindAsync(string secret, CancellationToken stop)
    {
        var (hash, now) = (Hash(secret), clock.GetUtcNow());
        var found = await (
            from token in db.PrivateTokens
            join user in db.Users on token.UserId equals user.Id
            where token.Hash == hash && token.RevokedAt == null && token.ExpiresAt > now && user.DisabledAt == null
            select new Caller(user.Id, token.Id)
        ).FirstOrDefaultAsync(stop);
        return found;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>Who makes a request.</summary>
internal sealed record Caller(Guid UserId, int TokenId);
