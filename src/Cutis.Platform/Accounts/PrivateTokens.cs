using Cutis.Platform.Audit;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Accounts;

/// <summary>How a list of tokens is ordered.</summary>
internal enum TokenOrder
{
    NewestFirst,
    OldestFirst,
    Name,
    NameDescending,
    ExpiresFirst,
    ExpiresLast,
}

/// <summary>Which tokens of a list are wanted.</summary>
/// <param name="Search">Part of the name; empty for all.</param>
/// <param name="Order">Their order.</param>
/// <param name="Skip">How many are left out first.</param>
/// <param name="Take">At most so many.</param>
internal sealed record TokenQuery(string Search, TokenOrder Order, int Skip, int Take);

/// <summary>
/// Makes, checks, lists and revokes private tokens. They belong to a user, work for all of the user's companies, and survive a change of
/// the password.
/// </summary>
internal sealed class PrivateTokens(CutisDb db, WriteLock writes, AuditTrail audit, TimeProvider clock)
{
    public const int MaxNameLength = 255;
    private const int ShownLength = 12;

    /// <summary>Makes a token; its secret is returned here and never again.</summary>
    public async Task<string> CreateAsync(Guid userId, string name, DateTimeOffset expires, CancellationToken stop) =>
        (await AddAsync(userId, name, expires, stop)).Secret;

    /// <summary>Makes a token for a caller.</summary>
    /// <param name="caller">Who asks. With a private token one does not make a token that outlives it.</param>
    /// <param name="name">For people, 1 to <see cref="MaxNameLength"/> characters.</param>
    /// <param name="expires">When it ends.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    /// <returns>The token with its secret, which is returned here and never again; or what is wrong.</returns>
    public async Task<(PrivateToken? Token, string Secret, ServiceError? Error)> CreateAsync(
        Caller caller,
        string name,
        DateTimeOffset expires,
        CancellationToken stop
    )
    {
        if (expires <= clock.GetUtcNow())
            return (null, "", ServiceError.Invalid("expiration_time", "Must be in the future."));
        if (caller.TokenId is { } own)
        {
            var end = await db.PrivateTokens.Where(t => t.Id == own).Select(t => t.ExpiresAt).FirstAsync(stop);
            if (expires > end)
                return (
                    null,
                    "",
                    ServiceError.Invalid("expiration_time", $"Must not be after {end:u}, when the token that asks for it ends.")
                );
        }

        var (token, secret) = await AddAsync(caller.UserId, name, expires, stop);
        return (token, secret, null);
    }

    /// <summary>Who a token belongs to; null when it is unknown, expired or revoked, or its user is disabled.</summary>
    public async Task<Caller?> FindAsync(string secret, CancellationToken stop)
    {
        var (hash, now) = (Secret.Hash(secret), clock.GetUtcNow());
        return await (
            from token in db.PrivateTokens
            join user in db.Users on token.UserId equals user.Id
            where token.Hash == hash && token.RevokedAt == null && token.ExpiresAt > now && user.DisabledAt == null
            select new Caller(user.Id, token.Id, null)
        ).FirstOrDefaultAsync(stop);
    }

    /// <summary>A page of a user's tokens that are not revoked; expired ones are among them.</summary>
    /// <returns>How many there are on all pages, and those of this page.</returns>
    public async Task<(int Count, List<PrivateToken> Tokens)> ListAsync(Guid userId, TokenQuery query, CancellationToken stop)
    {
        var pattern = LikePattern.Containing(query.Search);
        var all = db
            .PrivateTokens.AsNoTracking()
            .Where(t => t.UserId == userId && t.RevokedAt == null)
            .Where(t => query.Search == "" || EF.Functions.Like(t.Name, pattern, LikePattern.Escape));
        var ordered = query.Order switch
        {
            TokenOrder.OldestFirst => all.OrderBy(t => t.Id),
            TokenOrder.Name => all.OrderBy(t => t.Name).ThenBy(t => t.Id),
            TokenOrder.NameDescending => all.OrderByDescending(t => t.Name).ThenBy(t => t.Id),
            TokenOrder.ExpiresFirst => all.OrderBy(t => t.ExpiresAt).ThenBy(t => t.Id),
            TokenOrder.ExpiresLast => all.OrderByDescending(t => t.ExpiresAt).ThenBy(t => t.Id),
            _ => all.OrderByDescending(t => t.Id),
        };
        return (await all.CountAsync(stop), await ordered.Skip(query.Skip).Take(query.Take).ToListAsync(stop));
    }

    /// <summary>Revokes a token of a user, for good.</summary>
    /// <returns>Why not: no such token, or it was revoked before. Null when it is revoked now.</returns>
    public async Task<ServiceError?> RevokeAsync(Guid userId, int id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var revoked = await writes.RunAsync(
            () =>
                db
                    .PrivateTokens.Where(t => t.Id == id && t.UserId == userId && t.RevokedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), stop),
            stop
        );
        if (revoked == 0)
            return ServiceError.NotFound("Token");
        audit.AddOfUser(AuditKinds.TokenRevoked, userId, ("token_id", id));
        return null;
    }

    private async Task<(PrivateToken Token, string Secret)> AddAsync(
        Guid userId,
        string name,
        DateTimeOffset expires,
        CancellationToken stop
    )
    {
        var secret = Secret.CreateToken(Secret.PrivatePrefix);
        var token = new PrivateToken
        {
            UserId = userId,
            Name = name,
            Hash = Secret.Hash(secret),
            Shown = secret[..ShownLength],
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = expires,
        };
        db.PrivateTokens.Add(token);
        await writes.SaveAsync(db, stop);
        audit.AddOfUser(AuditKinds.TokenCreated, userId, ("token_id", token.Id), ("expires_at", token.ExpiresAt));
        return (token, secret);
    }
}
