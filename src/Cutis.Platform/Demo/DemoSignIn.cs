using Cutis.Platform.Accounts;
using Cutis.Platform.Configuration;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Demo;

/// <summary>
/// Signing in to the demo company without a password, while a server is what its first start has made of it: one user, one company, the
/// first token, and the note of both that the operator has not removed.
/// </summary>
internal sealed class DemoSignIn(CutisDb db, PrivateTokens tokens, ServerSettings settings, AccountOptions options)
{
    /// <summary>The token to sign in with; null where there is no demo.</summary>
    /// <param name="isLocal">Whether who asks sits at the machine.</param>
    /// <param name="stop">Cancels the work.</param>
    public async Task<string?> FindTokenAsync(bool isLocal, CancellationToken stop)
    {
        if (options.DemoSignIn == AccountOptions.DemoNever || (options.DemoSignIn == AccountOptions.DemoOnLoopback && !isLocal))
            return null;
        if (FindCredentials() is not { } known)
            return null;
        if (await db.Users.CountAsync(stop) != 1 || await db.Companies.CountAsync(stop) != 1)
            return null;
        return await tokens.FindAsync(known.PrivateToken, stop) is null ? null : known.PrivateToken;
    }

    private Credentials? FindCredentials()
    {
        try
        {
            return Credentials.Read(settings.Data);
        }
        catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException)
        {
            // Damaged or out of reach: then there is no demo.
            return null;
        }
    }
}
