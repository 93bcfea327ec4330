using System.Threading.RateLimiting;
using Cutis.Platform.Companies;
using Cutis.Platform.Configuration;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Security;

/// <summary>Metadata of routes that need a token.</summary>
internal sealed record NeedsToken;

/// <summary>How often a token may call. A burst is what may come at once; the rest flows evenly.</summary>
internal sealed record RateLimitOptions : ISettings
{
    /// <summary>Requests a minute and token; 0 means no limit.</summary>
    public int PerMinute { get; init; } = 1200;

    /// <summary>Requests that may come at once.</summary>
    public int Burst { get; init; } = 200;

    /// <summary>How many requests come back how often: ten times a second at most, and exactly as many a minute as are allowed.</summary>
    internal (int Requests, TimeSpan Period) Refill
    {
        get
        {
            var requests = (PerMinute + 599) / 600;
            return (requests, TimeSpan.FromMinutes((double)requests / PerMinute));
        }
    }

    public IEnumerable<string> Problems()
    {
        if (PerMinute < 0)
            yield return $"RateLimit:PerMinute must be 0 or more, not {PerMinute}";
        if (Burst < 1)
            yield return $"RateLimit:Burst must be 1 or more, not {Burst}";
    }
}

/// <summary>Bearer token → caller → rate limit → company.</summary>
internal static class Access
{
    private const string Scheme = "Bearer ";

    /// <summary>Routes of <c>/api/v1/companies/{company}/…</c>.</summary>
    public static RouteGroupBuilder RequireCompanyOfPath(this RouteGroupBuilder group)
    {
        group
            .WithMetadata(new NeedsToken())
            .AddEndpointFilter(
                async (context, next) =>
                {
                    var http = context.HttpContext;
                    // What is not the id of a company is no company that the caller may use.
                    if (!Guid.TryParseExact(http.Request.RouteValues["company"] as string, "D", out var company))
                        return Refused;
                    return await EnterAsync(http, company) ? await next(context) : Refused;
                }
            );
        return group;
    }

    /// <summary>True when the caller may act for the company; from then on the request sees that company's rows.</summary>
    public static async Task<bool> EnterAsync(HttpContext http, Guid company)
    {
        var caller = http.Features.Get<Caller>()!;
        var db = http.RequestServices.GetRequiredService<CutisDb>();
        var isMember = await db.Memberships.AnyAsync(m => m.UserId == caller.UserId && m.CompanyId == company, http.RequestAborted);
        if (isMember)
            http.RequestServices.GetRequiredService<CurrentCompany>().Id = company;
        return isMember;
    }

    /// <summary>403, the same for a company of others and for none.</summary>
    public static Problem Refused { get; } = new(403, "You do not have access to this company");

    /// <summary>The middleware that finds the caller and then applies the rate limit.</summary>
    public static void UseTokens(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<RateLimitOptions>();
        var limiter =
            options.PerMinute == 0
                ? null
                : PartitionedRateLimiter.Create<int, int>(token =>
                    RateLimitPartition.GetTokenBucketLimiter(
                        token,
                        _ => new TokenBucketRateLimiterOptions
                        {
                            TokenLimit = options.Burst,
                            TokensPerPeriod = options.Refill.Requests,
                            ReplenishmentPeriod = options.Refill.Period,
                            QueueLimit = 0,
                            AutoReplenishment = true,
                        }
                    )
                );
        app.Use(
            async (http, next) =>
            {
                if (http.GetEndpoint()?.Metadata.GetMetadata<NeedsToken>() is null)
                {
                    await next();
                    return;
                }

                var header = http.Request.Headers.Authorization.ToString();
                var tokens = http.RequestServices.GetRequiredService<PrivateTokens>();
                var caller =
                    header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && header.Length < 300
                        ? await tokens.FindAsync(header[Scheme.Length..].Trim(), http.RequestAborted)
                        : null;
                if (caller is null)
                {
                    await new Problem(401, header.Length == 0 ? "Not authenticated" : "The token is not valid or has expired").ExecuteAsync(
                        http
                    );
                    return;
                }

                using var lease = limiter?.AttemptAcquire(caller.TokenId);
                if (lease is { IsAcquired: false })
                {
                    var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                    await new Problem(
                        429,
                        $"Too many requests; at most {options.PerMinute} a minute are allowed",
                        RetryAfter: wait
                    ).ExecuteAsync(http);
                    return;
                }

                http.Features.Set(caller);
                await next();
            }
        );
    }
}
