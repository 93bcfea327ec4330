using Cutis.Platform.Audit;

namespace Cutis.Platform.Accounts;

/// <summary>Users, sessions and tokens as services, for a server and for commands beside it.</summary>
internal static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services
            .AddAudit()
            .AddSingleton<TokenUses>()
            .AddSingleton<Passwords>()
            .AddSingleton<LoginThrottle>()
            .AddScoped<PrivateTokens>()
            .AddScoped<Sessions>()
            .AddScoped<CookieSessions>()
            .AddScoped<SessionFacts>()
            .AddScoped<CallerFinder>()
            .AddScoped<SignIn>()
            .AddScoped<Users>();
}
