using System.Net;
using Cutis.Platform.Audit;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Accounts;

/// <summary>A user who has signed in or refreshed.</summary>
/// <param name="User">The user.</param>
/// <param name="CompanyId">The oldest company of the user; null when there is none.</param>
/// <param name="Tokens">The new tokens.</param>
internal sealed record SignedIn(User User, Guid? CompanyId, TokenPair Tokens);

/// <summary>
/// Signs users in and changes their passwords. What fails says nothing of whether a user exists: not in words, not in the time it takes,
/// and not in how often it may be tried.
/// </summary>
internal sealed class SignIn(
    CutisDb db,
    Passwords passwords,
    Sessions sessions,
    CookieSessions cookies,
    CallerFinder callers,
    LoginThrottle throttle,
    AuditLog audit
)
{
    private static readonly ServiceError Refused = new(ErrorKind.NotAuthenticated, "The user name or the password is wrong");
    private static readonly ServiceError NoToken = new(ErrorKind.NotAuthenticated, "The token is not valid or has expired");
    private static readonly ServiceError NoSession = new(ErrorKind.NotAuthenticated, "The refresh token is not valid or has expired");

    /// <summary>Signs in with a password.</summary>
    /// <param name="userName">The e-mail address.</param>
    /// <param name="password">As it came.</param>
    /// <param name="address">Of the client; null when it is not known.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    public async Task<(SignedIn? SignedIn, ServiceError? Error)> LoginAsync(
        string userName,
        string password,
        IPAddress? address,
        CancellationToken stop
    )
    {
        var (begun, error) = await LoginAsync(userName, password, address, sessions.BeginAsync, stop);
        return begun is var (user, tokens) ? (await CreateAsync(user, tokens, stop), null) : (null, error);
    }

    /// <summary>Signs a browser in with a password.</summary>
    /// <param name="userName">The e-mail address.</param>
    /// <param name="password">As it came.</param>
    /// <param name="address">Of the client; null when it is not known.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    /// <returns>The user and the secret of the session's cookie, or what is wrong.</returns>
    public async Task<((Guid UserId, string Secret)? SignedIn, ServiceError? Error)> BeginBrowserAsync(
        string userName,
        string password,
        IPAddress? address,
        CancellationToken stop
    )
    {
        var (begun, error) = await LoginAsync(userName, password, address, cookies.BeginAsync, stop);
        return begun is var (user, secret) ? ((user.Id, secret), null) : (null, error);
    }

    /// <summary>Signs a browser in with a private token, with which the session ends.</summary>
    /// <param name="token">As it came.</param>
    /// <param name="address">Of the client; null when it is not known.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    /// <returns>The user and the secret of the session's cookie, or what is wrong.</returns>
    public async Task<((Guid UserId, string Secret)? SignedIn, ServiceError? Error)> BeginBrowserAsync(
        string token,
        IPAddress? address,
        CancellationToken stop
    )
    {
        if (throttle.Begin(null, address) is { } wait)
            return (null, TooMany(wait));
        var isPrivate = token.StartsWith(Secret.PrivatePrefix, StringComparison.Ordinal);
        if (!isPrivate || await callers.FindAsync(token, stop) is not { TokenId: { } id } caller)
        {
            Note(AuditKinds.SignInFailed, null, address);
            return (null, NoToken);
        }

        throttle.GiveBack(null, address);
        var secret = await cookies.BeginAsync(caller, stop);
        Note(AuditKinds.SignIn, caller.UserId, address, id);
        return ((caller.UserId, secret), null);
    }

    /// <summary>Exchanges a refresh token for new tokens.</summary>
    public async Task<(SignedIn? SignedIn, ServiceError? Error)> RefreshAsync(string token, CancellationToken stop)
    {
        if (await sessions.RefreshAsync(token, stop) is not var (userId, tokens))
            return (null, NoSession);
        var user = await db.Users.AsNoTracking().FirstAsync(u => u.Id == userId, stop);
        return (await CreateAsync(user, tokens, stop), null);
    }

    /// <summary>Changes the password of a caller, and ends all other sessions. Private tokens go on.</summary>
    public async Task<ServiceError?> ChangePasswordAsync(
        Caller caller,
        string current,
        string changed,
        IPAddress? address,
        CancellationToken stop
    )
    {
        if (Passwords.Problem(changed) is { } problem)
            return ServiceError.Invalid("new_password", problem);
        if (changed == current)
            return ServiceError.Invalid("new_password", "Must not be the current password.");
        var user = await db.Users.AsNoTracking().FirstAsync(u => u.Id == caller.UserId, stop);
        if (throttle.Begin(user.Email, address) is { } wait)
            return TooMany(wait);
        if (await passwords.CheckAsync(user.PasswordHash, Shortened(current), stop) == PasswordCheck.Wrong)
            return ServiceError.Invalid("current_password", "Is not the current password.");
        throttle.GiveBack(user.Email, address);
        var hash = await passwords.HashAsync(changed, stop);
        if (!await sessions.ChangePasswordAsync(user, hash, caller.SessionId, stop))
            return new ServiceError(ErrorKind.Conflict, "The password was changed by another request at the same time");
        Note(AuditKinds.PasswordChanged, user.Id, address);
        return null;
    }

    // Whoever tries a name that nobody has is of no company; what was typed there is often a password.
    private void Note(string kind, Guid? user, IPAddress? address, int? token = null) =>
        audit.Add(
            new AuditEntry(kind)
            {
                UserId = user ?? Guid.Empty,
                TokenId = token,
                Address = address?.ToString(),
            }
        );

    // The time that a check takes depends on the length; no password is longer than this, so the rest changes nothing.
    private static string Shortened(string password) =>
        password.Length <= Passwords.MaxLength ? password : password[..(Passwords.MaxLength + 1)];

    private static ServiceError TooMany(TimeSpan wait) =>
        new(ErrorKind.TooMany, "Too many wrong passwords; try again later") { RetryAfter = wait };

    private async Task<((User User, T Begun)?, ServiceError?)> LoginAsync<T>(
        string userName,
        string password,
        IPAddress? address,
        Func<User, string?, CancellationToken, Task<T?>> begin,
        CancellationToken stop
    )
        where T : class
    {
        if (throttle.Begin(userName, address) is { } wait)
            return (null, TooMany(wait));
        var email = EmailAddress.Normalise(userName);
        var user = await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Email == email && u.DisabledAt == null, stop);
        var check = await passwords.CheckAsync(user?.PasswordHash, Shortened(password), stop);
        if (user is null || check == PasswordCheck.Wrong)
        {
            Note(AuditKinds.SignInFailed, user?.Id, address);
            return (null, Refused);
        }

        throttle.GiveBack(userName, address);
        var newHash = check == PasswordCheck.RightButOld ? await passwords.HashAsync(password, stop) : null;
        if (await begin(user, newHash, stop) is not { } begun)
            return (null, Refused);
        Note(AuditKinds.SignIn, user.Id, address);
        return ((user, begun), null);
    }

    private async Task<SignedIn> CreateAsync(User user, TokenPair tokens, CancellationToken stop)
    {
        var company = await (
            from membership in db.Memberships
            join row in db.Companies on membership.CompanyId equals row.Id
            where membership.UserId == user.Id
            orderby row.CreatedAt, row.Id
            select (Guid?)row.Id
        ).FirstOrDefaultAsync(stop);
        return new SignedIn(user, company, tokens);
    }
}
