using Cutis.Platform.Accounts;
using Cutis.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>A company of somebody else on a server.</summary>
internal static class Stranger
{
    /// <summary>Adds it with an administrator.</summary>
    /// <param name="services">Of the server.</param>
    /// <param name="now">The time of the server.</param>
    /// <returns>The company and a token for it that is valid for a day.</returns>
    public static async Task<(Guid Company, string Token)> AddAsync(IServiceProvider services, DateTimeOffset now)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        var (company, user) = (Guid.NewGuid(), Guid.NewGuid());
        db.AddRange(
            new Company
            {
                Id = company,
                Name = "Other",
                CreatedAt = now,
            },
            new User
            {
                Id = user,
                Email = $"{user}@other.invalid",
                PasswordHash = "",
                CreatedAt = now,
            },
            new Membership
            {
                UserId = user,
                CompanyId = company,
                Role = Role.Owner,
            }
        );
        await db.SaveChangesAsync();
        return (company, await scope.ServiceProvider.GetRequiredService<PrivateTokens>().CreateAsync(user, "t", now.AddDays(1), default));
    }
}
