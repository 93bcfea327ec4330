using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Cutis.Server.Security;

/// <summary>Bearer token → caller → rate limit → company.</summary>
internal static class Access
{
    private const string CompanyPolicy = "company";

    public static void AddAccess(this IServiceCollection services)
    {
        // The core alone: the rest of the framework's authentication would keep keys for cookies in the home of the user.
        services.AddAuthenticationCore(options => options.DefaultScheme = TokenAuthentication.Name).AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Name, null);
        services
            .AddAuthorizationBuilder()
            .AddPolicy(CompanyPolicy, policy => policy.RequireAuthenticatedUser().AddRequirements(new CompanyRequirement()));
        services.AddScoped<IAuthorizationHandler, CompanyAccess>();
        services.AddRateLimiter(limiter => limiter.AddPolicy<int, TokenRateLimit>(TokenRateLimit.Name));
    }

    /// <summary>401 comes before 429, and 429 before 403.</summary>
    public static void UseAccess(this IApplicationBuilder app) => app.UseAuthentication().UseRateLimiter().UseAuthorization();

    /// <summary>Routes for the members of the company in the path, or in <c>company_id</c> of the query.</summary>
    public static TBuilder RequireCompany<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.RequireAuthorization(CompanyPolicy).RequireRateLimiting(TokenRateLimit.Name);
}
