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

    /// <summary>Who a token belongs to; null when it is unknown, expired or revoked.</summary>
    public async Task<Caller?> FindAsync(string token, CancellationToken stop)
    {
        var (hash, now) = (Hash(token), clock.GetUtcNow());
        var row = await db.PrivateTokens.AsNoTracking().FirstOrDefaultAsync(t => t.Hash == hash, stop);
        return row is { RevokedAt: null } && row.ExpiresAt > now ? new Caller(row.UserId, row.Id) : null;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>Who makes a request.</summary>
internal sealed record Caller(Guid UserId, int TokenId);
