using Cutis.Platform.Configuration;

namespace Cutis.Platform.Accounts;

/// <summary>Sign-ins: how long their tokens live, and how often a sign-in may fail.</summary>
internal sealed record AccountOptions : ISettings
{
    public const string DemoOnLoopback = "loopback";
    public const string DemoAnywhere = "anywhere";
    public const string DemoNever = "never";

    private static readonly TimeSpan MaxAccess = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxRefresh = TimeSpan.FromDays(400);

    /// <summary>How long an access token lives. Clients are known to keep one for an hour; it should outlive that.</summary>
    public TimeSpan AccessLifetime { get; init; } = TimeSpan.FromMinutes(65);

    /// <summary>How long a refresh token lives; each refresh gives a new one.</summary>
    public TimeSpan RefreshLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>For how long a browser may be idle before it has to sign in again; it has to after RefreshLifetime in any case.</summary>
    public TimeSpan BrowserIdle { get; init; } = TimeSpan.FromHours(12);

    /// <summary>
    /// Who may sign in to the demo company of the first start by one click: `loopback`, whoever opens the server on its own machine by a
    /// loopback name; `anywhere`, everybody who reaches it; `never`.
    /// </summary>
    public string DemoSignIn { get; init; } = DemoOnLoopback;

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
        if (BrowserIdle < TimeSpan.FromMinutes(1) || BrowserIdle > RefreshLifetime)
            yield return $"Accounts:BrowserIdle must be from 1 minute to Accounts:RefreshLifetime, not {BrowserIdle}";
        if (DemoSignIn is not (DemoOnLoopback or DemoAnywhere or DemoNever))
            yield return $"Accounts:DemoSignIn must be {DemoOnLoopback}, {DemoAnywhere} or {DemoNever}, not \"{DemoSignIn}\"";
        if (FailuresPerUser < 1)
            yield return $"Accounts:FailuresPerUser must be 1 or more, not {FailuresPerUser}";
        if (FailuresPerAddress < 1)
            yield return $"Accounts:FailuresPerAddress must be 1 or more, not {FailuresPerAddress}";
    }
}
