using Cutis.Platform.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Cutis.Server.Security;

/// <summary>Bearer token → caller → rate limit → company.</summary>
internal static class Access
{
    private const string CompanyPolicy = "company";
    private const string UserPolicy = "user";

    public static void AddAccess(this IServiceCollection services)
    {
        // The core alone: the rest of the framework's authentication would keep keys for cookies in the home of the user.
        services.AddAuthenticationCore(options => options.DefaultScheme = TokenAuthentication.Name).AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Name, null);
        services
            .AddAuthorizationBuilder()
            .AddPolicy(UserPolicy, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(CompanyPolicy, policy => policy.RequireAuthenticatedUser().AddRequirements(new CompanyRequirement()));
        services.AddScoped<IAuthorizationHandler, CompanyAccess>();
        services.AddCors();
        services.AddRateLimiter(limiter => limiter.AddPolicy<string, TokenRateLimit>(TokenRateLimit.Name));
    }

    /// <summary>401 comes before 429, and 429 before 403.</summary>
    public static void UseAccess(this IApplicationBuilder app) => app.UseAuthentication().UseRateLimiter().UseAuthorization();

    /// <summary>
    /// Routes for the members of the company in the path, or in <c>company_id</c> of the query. Each of them says with
    /// <see cref="ForRole"/> which members; a route that does not is closed to all.
    /// </summary>
    public static TBuilder RequireCompany<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.RequireAuthorization(CompanyPolicy).RequireRateLimiting(TokenRateLimit.Name);

    /// <summary>A route for members with this role or a higher one. It is said route by route, so that none inherits too little.</summary>
    public static TRoute ForRole<TRoute>(this TRoute route, Role least)
        where TRoute : IEndpointConventionBuilder => route.WithMetadata(new LeastRole(least));

    /// <summary>Routes for users as such, of whatever company.</summary>
    public static TBuilder RequireUser<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.RequireAuthorization(UserPolicy).RequireRateLimiting(TokenRateLimit.Name);
}

/// <summary>Metadata of a route: the least role of those members of the company who may call it.</summary>
internal sealed record LeastRole(Role Role);

/// <summary>Metadata of a route: the token may stand in <c>token</c> of the query, as some clients send it there.</summary>
internal sealed record TakesTokenFromQuery;
