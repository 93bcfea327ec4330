using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Accounts;

/// <summary>
/// What the operator of a server does with users. Passwords are made here and shown once: none is typed on a command line.
/// </summary>
internal sealed class Users(CutisDb db, WriteLock writes, Passwords passwords, Sessions sessions, TimeProvider clock)
{
    public const int MaxNameLength = 255;

    /// <summary>The user of an address, in whatever case; null when there is none.</summary>
    public Task<User?> FindAsync(string email, CancellationToken stop)
    {
        var address = EmailAddress.Normalise(email);
        return db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Email == address, stop);
    }

    /// <summary>Adds a user.</summary>
    /// <param name="email">The address to sign in with.</param>
    /// <param name="fullName">For people; may be empty.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    /// <returns>The user with a password, or what is wrong.</returns>
    public async Task<(User? User, string Password, ServiceError? Error)> AddAsync(string email, string fullName, CancellationToken stop)
    {
        var address = EmailAddress.Normalise(email);
        if (!EmailAddress.IsValid(address))
            return (null, "", ServiceError.Invalid("email", $"\"{ErrorText.Shorten(email)}\" is not an e-mail address"));
        if (fullName.Length > MaxNameLength)
            return (null, "", ServiceError.Invalid("full_name", $"A name has at most {MaxNameLength} characters"));
        if (await FindAsync(address, stop) is not null)
            return (null, "", new ServiceError(ErrorKind.Conflict, $"There is a user {address} already"));
        var password = Secret.CreatePassword();
        var user = new User
        {
            Id = Ids.New(),
            Email = address,
            FullName = fullName,
            PasswordHash = await passwords.HashAsync(password, stop),
            CreatedAt = clock.GetUtcNow(),
        };
        db.Users.Add(user);
        await writes.SaveAsync(db, stop);
        return (user, password, null);
    }

    /// <summary>Gives a user a new password and ends all sessions; private tokens go on.</summary>
    /// <returns>The password.</returns>
    public async Task<string> ResetPasswordAsync(User user, CancellationToken stop)
    {
        var password = Secret.CreatePassword();
        var hash = await passwords.HashAsync(password, stop);
        // Whoever changes it at the same time loses: the operator has the last word.
        while (!await sessions.ChangePasswordAsync(user, hash, kept: null, stop))
            user = await db.Users.AsNoTracking().FirstAsync(u => u.Id == user.Id, stop);
        return password;
    }

    /// <summary>Lets a user's password and tokens open nothing any more, or again.</summary>
    public async Task SetDisabledAsync(User user, bool disabled, CancellationToken stop)
    {
        var since = disabled ? clock.GetUtcNow() : default(DateTimeOffset?);
        await writes.RunAsync(
            () => db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, since), stop),
            stop
        );
    }
}
