using Cutis.Platform.Configuration;

namespace Cutis.Platform.Accounts;

/// <summary>Sign-ins: how long their tokens live, and how often a sign-in may fail.</summary>
internal sealed record AccountOptions : ISettings
{
    private static readonly TimeSpan MaxAccess = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxRefresh = TimeSpan.FromDays(400);

    /// <summary>How long an access token lives. Clients are known to keep one for an hour; it should outlive that.</summary>
    public TimeSpan AccessLifetime { get; init; } = TimeSpan.FromMinutes(65);

    /// <summary>How long a refresh token lives; each refresh gives a new one.</summary>
    public TimeSpan RefreshLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Passwords that may be wrong for one user name at once; after that, one a minute.</summary>
    public int FailuresPerUser { get; init; } = 10;

    /// <summary>Passwords that may be wrong from one client address at once; after that, one in ten seconds.</summary>
    public int FailuresPerAddress { get; init; } = 30;

    public IEnumerable<string> Problems()
    {
        if (AccessLifetime < TimeSpan.FromMinutes(1) || AccessLifetime > MaxAccess)
            yield return $"Accounts:AccessLifetime must be from 1 minute to 1 day, not {AccessLifetime}";
        if (RefreshLifetime < AccessLifetime || RefreshLifetime > MaxRefresh)
            yield return $"Accounts:RefreshLifetime must be from Accounts:AccessLifetime to 400 days, not {RefreshLifetime}";
        if (FailuresPerUser < 1)
            yield return $"Accounts:FailuresPerUser must be 1 or more, not {FailuresPerUser}";
        if (FailuresPerAddress < 1)
            yield return $"Accounts:FailuresPerAddress must be 1 or more, not {FailuresPerAddress}";
    }
}
