using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Accounts;

/// <summary>The two tokens of a sign-in or a refresh, which are known here and never again.</summary>
internal sealed record TokenPair(string Access, string Refresh);

/// <summary>
/// Sessions: what follows from one sign-in. A refresh token works once and gives a new pair; when it comes a second time, somebody has a
/// copy of it, and the whole session ends (RFC 9700, 4.14.2). Access tokens that were given out before work until they expire.
/// </summary>
internal sealed class Sessions(CutisDb db, WriteLock writes, AccountOptions options, TimeProvider clock)
{
    /// <summary>Begins a session, if the password has not changed since it was checked.</summary>
    /// <param name="user">As it was when its password was checked.</param>
    /// <param name="newHash">What replaces the hash of the password; null leaves it.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    /// <returns>The tokens; null when the user's password was changed, or the user disabled, meanwhile.</returns>
    public Task<TokenPair?> BeginAsync(User user, string? newHash, CancellationToken stop) =>
        BeginAsync(user, newHash, AddTokensAsync, stop);

    /// <summary>Begins a session of another kind, if the password has not changed since it was checked.</summary>
    /// <param name="user">As it was when its password was checked.</param>
    /// <param name="newHash">What replaces the hash of the password; null leaves it.</param>
    /// <param name="add">Adds the tokens of the session at a time, in the transaction.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    public async Task<T?> BeginAsync<T>(
        User user,
        string? newHash,
        Func<Session, DateTimeOffset, CancellationToken, Task<T>> add,
        CancellationToken stop
    )
        where T : class
    {
        var begun = default(T);
        await ChangeAsync(
            async now =>
            {
                var known = db.Users.Where(u => u.Id == user.Id && u.PasswordHash == user.PasswordHash && u.DisabledAt == null);
                if (!await known.AnyAsync(stop))
                    return;
                if (newHash is not null)
                    await known.ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, newHash), stop);
                var session = new Session { UserId = user.Id, CreatedAt = now };
                begun = await add(session, now, stop);
            },
            stop
        );
        return begun;
    }

    /// <summary>Who an access token belongs to; null when it is unknown or expired, its session ended or its user disabled.</summary>
    public async Task<Caller?> FindAsync(string access, CancellationToken stop)
    {
        var (hash, now) = (Secret.Hash(access), clock.GetUtcNow());
        return await (
            from tokens in db.SessionTokens
            join session in db.Sessions on tokens.SessionId equals session.Id
            join user in db.Users on session.UserId equals user.Id
            where tokens.AccessHash == hash && tokens.AccessExpiresAt > now && session.EndedAt == null && user.DisabledAt == null
            select new Caller(user.Id, null, session.Id)
        ).FirstOrDefaultAsync(stop);
    }

    /// <summary>Exchanges a refresh token for a new pair of tokens.</summary>
    /// <returns>The user and the tokens; null when the token is not valid, or was used before.</returns>
    public async Task<(Guid UserId, TokenPair Tokens)?> RefreshAsync(string refresh, CancellationToken stop)
    {
        var hash = Secret.Hash(refresh);
        // Whoever guesses tokens keeps no writer waiting.
        if (!await db.SessionTokens.AnyAsync(t => t.RefreshHash == hash, stop))
            return null;
        var refreshed = default((Guid, TokenPair)?);
        await ChangeAsync(
            async now =>
            {
                var tokens = await db
                    .SessionTokens.Include(t => t.Session)
                    .FirstOrDefaultAsync(t => t.RefreshHash == hash && t.RefreshExpiresAt > now, stop);
                if (tokens?.Session is not { EndedAt: null } session)
                    return;
                if (tokens.RefreshedAt is not null)
                {
                    (session.EndedAt, session.EndReason) = (now, SessionEnds.RefreshTokenReused);
                    await db.SaveChangesAsync(stop);
                    return;
                }

                if (await db.Users.AnyAsync(u => u.Id == session.UserId && u.DisabledAt != null, stop))
                    return;
                tokens.RefreshedAt = now;
                refreshed = (session.UserId, await AddTokensAsync(session, now, stop));
            },
            stop
        );
        return refreshed;
    }

    /// <summary>Ends a session.</summary>
    public Task EndAsync(int id, CancellationToken stop) =>
        ChangeAsync(now => EndAsync(db.Sessions.Where(s => s.Id == id), SessionEnds.LoggedOut, now, stop), stop);

    /// <summary>Gives a user a new password, and ends the sessions that began with the one before.</summary>
    /// <param name="user">As it was when the change was allowed.</param>
    /// <param name="hash">Of the new password.</param>
    /// <param name="kept">A session that stays; null for none.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    /// <returns>False, with nothing done, when the password was changed meanwhile.</returns>
    public async Task<bool> ChangePasswordAsync(User user, string hash, int? kept, CancellationToken stop)
    {
        var changed = 0;
        await ChangeAsync(
            async now =>
            {
                changed = await db
                    .Users.Where(u => u.Id == user.Id && u.PasswordHash == user.PasswordHash)
                    .ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash), stop);
                if (changed > 0)
                    await EndAsync(db.Sessions.Where(s => s.UserId == user.Id && s.Id != kept), SessionEnds.PasswordChanged, now, stop);
            },
            stop
        );
        return changed > 0;
    }

    /// <summary>Deletes tokens that have expired, and sessions of which nothing is left.</summary>
    public Task SweepAsync(CancellationToken stop) =>
        ChangeAsync(
            async now =>
            {
                await db.SessionTokens.Where(t => t.RefreshExpiresAt <= now).ExecuteDeleteAsync(stop);
                await db.Sessions.Where(s => !db.SessionTokens.Any(t => t.SessionId == s.Id)).ExecuteDeleteAsync(stop);
            },
            stop
        );

    private static Task<int> EndAsync(IQueryable<Session> sessions, string reason, DateTimeOffset now, CancellationToken stop) =>
        sessions
            .Where(s => s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now).SetProperty(s => s.EndReason, reason), stop);

    private async Task<TokenPair> AddTokensAsync(Session session, DateTimeOffset now, CancellationToken stop)
    {
        var pair = new TokenPair(Secret.CreateToken(Secret.AccessPrefix), Secret.CreateToken(Secret.RefreshPrefix));
        db.SessionTokens.Add(
            new SessionTokens
            {
                Session = session,
                AccessHash = Secret.Hash(pair.Access),
                AccessExpiresAt = now + options.AccessLifetime,
                RefreshHash = Secret.Hash(pair.Refresh),
                RefreshExpiresAt = now + options.RefreshLifetime,
            }
        );
        await db.SaveChangesAsync(stop);
        return pair;
    }

    // The transaction begins as a writer, so that what is read in it stays so, whichever process writes.
    private async Task ChangeAsync(Func<DateTimeOffset, Task> change, CancellationToken stop) =>
        await writes.RunAsync(
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                await change(clock.GetUtcNow());
                await transaction.CommitAsync(stop);
                return 1;
            },
            stop
        );
}
