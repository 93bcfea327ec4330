using System.Threading.RateLimiting;
using Cutis.Server.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Cutis.Server.Security;

/// <summary>
/// A bucket of requests for each private token, and one for all sessions of a user. A request without a valid token has none; it is
/// refused for that.
/// </summary>
internal sealed class TokenRateLimit(RateLimitOptions options) : IRateLimiterPolicy<string>
{
    /// <summary>The name of the policy.</summary>
    public const string Name = "token";

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected =>
        (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            var problem = new Problem(429, $"Too many requests; at most {options.PerMinute} a minute are allowed", RetryAfter: wait);
            return new ValueTask(problem.ExecuteAsync(rejected.HttpContext));
        };

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) =>
        options.PerMinute == 0 || httpContext.User.FindCaller() is not { } caller
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(
                // A user who signs in again and again has no more requests for it.
                caller.TokenId
                    is { } token
                    ? $"token {token}"
                    : $"user {caller.UserId}",
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.Burst,
                    TokensPerPeriod = options.Refill.Requests,
                    ReplenishmentPeriod = options.Refill.Period,
                    QueueLimit = 0,
                    AutoReplenishment = true,
                }
            );
}
