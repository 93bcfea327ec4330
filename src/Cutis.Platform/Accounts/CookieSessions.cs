using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Accounts;

/// <summary>
/// Sessions of browsers: one opaque secret, which the browser keeps in a cookie and shows with each request. It goes on while it is used
/// (<see cref="AccountOptions.BrowserIdle"/>), up to <see cref="AccountOptions.RefreshLifetime"/> or the end of the private token that it
/// was begun with. There is nothing to refresh: its row of tokens has a refresh token that nobody knows.
/// </summary>
internal sealed class CookieSessions(
    CutisDb db,
    WriteLock writes,
    Sessions sessions,
    TokenUses uses,
    AccountOptions options,
    TimeProvider clock
)
{
    // A session that was used a moment ago is not extended again: its row is written this often at most.
    private const int Extensions = 60;

    /// <summary>Begins a session for a user, if the password has not changed since it was checked.</summary>
    /// <param name="user">As it was when its password was checked.</param>
    /// <param name="newHash">What replaces the hash of the password; null leaves it.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    /// <returns>The secret; null when the user's password was changed, or the user disabled, meanwhile.</returns>
    public Task<string?> BeginAsync(User user, string? newHash, CancellationToken stop) =>
        sessions.BeginAsync(
            user,
            newHash,
            (session, now, cancelled) => AddAsync(session, now, now + options.RefreshLifetime, cancelled),
            stop
        );

    /// <summary>Begins a session that ends with a private token.</summary>
    /// <param name="caller">Of a private token that is valid.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    /// <returns>The secret.</returns>
    public async Task<string> BeginAsync(Caller caller, CancellationToken stop)
    {
        var token = await db.PrivateTokens.AsNoTracking().FirstAsync(t => t.Id == caller.TokenId, stop);
        var now = clock.GetUtcNow();
        var end = now + options.RefreshLifetime;
        var session = new Session
        {
            UserId = caller.UserId,
            PrivateTokenId = token.Id,
            CreatedAt = now,
        };
        var secret = "";
        await writes.RunAsync(
            async () =>
            {
                secret = await AddAsync(session, now, Earlier(end, token.ExpiresAt), stop);
                return 1;
            },
            stop
        );
        return secret;
    }

    /// <summary>
    /// Who a secret belongs to; null when it is unknown or expired, its session or its token has ended, or its user is disabled.
    /// </summary>
    public async Task<Caller?> FindAsync(string secret, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var found = await Valid(secret, now)
            .Select(s => new
            {
                s.Session!.Id,
                s.Session.UserId,
                s.Session.PrivateTokenId,
                s.AccessExpiresAt,
            })
            .FirstOrDefaultAsync(stop);
        if (found is null)
            return null;
        if (found.AccessExpiresAt - now < options.BrowserIdle - (options.BrowserIdle / Extensions))
            uses.NoteSession(found.Id);
        return new Caller(found.UserId, found.PrivateTokenId, found.Id);
    }

    /// <summary>When a session ends if it is not used, and when in any case; null when it has.</summary>
    public async Task<(DateTimeOffset Idle, DateTimeOffset End)?> FindEndsAsync(string secret, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var end = await Valid(secret, now).Select(s => (DateTimeOffset?)s.RefreshExpiresAt).FirstOrDefaultAsync(stop);
        return end is null ? null : (Earlier(now + options.BrowserIdle, end.Value), end.Value);
    }

    /// <summary>Lets a session go on from when it was used.</summary>
    /// <param name="session">Its id.</param>
    /// <param name="usedAt">When it was used.</param>
    /// <param name="stop">Cancels the work.</param>
    public Task ExtendAsync(int session, DateTimeOffset usedAt, CancellationToken stop)
    {
        var until = usedAt + options.BrowserIdle;
        return db
            .SessionTokens.Where(t => t.SessionId == session && t.AccessExpiresAt < until)
            .ExecuteUpdateAsync(
                set => set.SetProperty(t => t.AccessExpiresAt, t => t.RefreshExpiresAt < until ? t.RefreshExpiresAt : until),
                stop
            );
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private IQueryable<SessionTokens> Valid(string secret, DateTimeOffset now)
    {
        var hash = Secret.Hash(secret);
        return db.SessionTokens.Where(s =>
            s.AccessHash == hash
            && s.AccessExpiresAt > now
            && s.Session!.EndedAt == null
            && db.Users.Any(u => u.Id == s.Session.UserId && u.DisabledAt == null)
            && (
                s.Session.PrivateTokenId == null
                || db.PrivateTokens.Any(t => t.Id == s.Session.PrivateTokenId && t.RevokedAt == null && t.ExpiresAt > now)
            )
        );
    }

    private async Task<string> AddAsync(Session session, DateTimeOffset now, DateTimeOffset end, CancellationToken stop)
    {
        var secret = Secret.CreateToken(Secret.CookiePrefix);
        db.SessionTokens.Add(
            new SessionTokens
            {
                Session = session,
                AccessHash = Secret.Hash(secret),
                AccessExpiresAt = Earlier(now + options.BrowserIdle, end),
                RefreshHash = Secret.Hash(Secret.CreateToken(Secret.RefreshPrefix)),
                RefreshExpiresAt = end,
            }
        );
        await db.SaveChangesAsync(stop);
        return secret;
    }
}
