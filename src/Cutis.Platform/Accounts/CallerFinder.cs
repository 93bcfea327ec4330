using Cutis.Platform.Audit;

namespace Cutis.Platform.Accounts;

/// <summary>
/// Finds who a token belongs to, whichever kind it is, that of a cookie included. It is one query by a unique index and never a cache: a
/// token that is revoked by any process opens nothing from the next request on.
/// </summary>
internal sealed class CallerFinder(PrivateTokens tokens, Sessions sessions, CookieSessions cookies, TokenUses uses, AuditLog audit)
{
    /// <summary>The caller; null when the token is unknown, expired or revoked, its session has ended, or its user is disabled.</summary>
    public async Task<Caller?> FindAsync(string token, CancellationToken stop)
    {
        if (token.StartsWith(Secret.AccessPrefix, StringComparison.Ordinal))
            return await sessions.FindAsync(token, stop);
        if (token.StartsWith(Secret.CookiePrefix, StringComparison.Ordinal))
            return await cookies.FindAsync(token, stop);
        if (!token.StartsWith(Secret.PrivatePrefix, StringComparison.Ordinal))
            return null;
        var caller = await tokens.FindAsync(token, stop);
        if (caller is { TokenId: { } id })
        {
            uses.Note(id);
            audit.AddOnce($"{AuditKinds.TokenUsed} {id}", new AuditEntry(AuditKinds.TokenUsed) { UserId = caller.UserId, TokenId = id });
        }

        return caller;
    }
}
