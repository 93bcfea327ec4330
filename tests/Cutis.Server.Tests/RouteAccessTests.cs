using System;
using Cutis.Platform.Accounts;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>Every route × every kind of caller: who is let in is what the metadata of the route says.</summary>
public class RouteAccessTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public void Every_route_of_a_company_names_the_least_role()
    {
        var routes = Routes("company");
        routes.Where(r => r.Least is null).Select(r => r.Name).ShouldBeEmpty("say .ForRole(…) beside the route");
        Routes("user").Concat(Route.All(server.Services).Where(r => r.Policy is null)).ShouldAllBe(r => r.Least == null);
        Route.All(server.Services).ShouldAllBe(r => r.Policy == null || r.Policy == "company" || r.Policy == "user");
        // Reading is for everybody, but for who did what; masks are read by POST.
        routes
            .Where(r => r.Method is "GET" or "HEAD" && r.Least != Role.ReadOnly)
            .Select(r => $"{r.Name} {r.Least}")
            .ShouldBe(["GET /api/v1/companies/{company}/audit/ Owner", "GET /api/v1/companies/{company}/audit/export/ Owner"]);
        routes
            .Where(r => r.Method is not ("GET" or "HEAD") && r.Least == Role.ReadOnly)
            .Select(r => r.Name)
            .ShouldBe(["POST /service/rasterisation/v4/masks/", "POST /service/rasterisation/v5/svg_masks/"]);
    }

    [Fact]
    public async Task Every_route_of_a_company_lets_in_whom_its_metadata_names()
    {
        var company = await AddCompanyAsync();
        var tokens = new Dictionary<Role, string>();
        foreach (var role in Enum.GetValues<Role>())
            tokens[role] = (await AddMemberAsync(company, role)).Token;
        var (foreign, _) = await AddMemberAsync(await AddCompanyAsync(), Role.Owner);
        var refused = await RefusedAsync(company);
        foreach (var route in Routes("company"))
        {
            await ShouldRefuseAsync(route, company, refused);
            (await SendAsync(route, company, foreign))
                .Json.GetProperty("detail")
                .GetString()
                .ShouldBe("You do not have access to this company");
            foreach (var (role, token) in tokens)
            {
                var answer = await SendAsync(route, company, token);
                if (role >= route.Least)
                {
                    answer.Status.ShouldNotBeOneOf(401, 403);
                    answer.Status.ShouldBeLessThan(500, $"{role} {route.Name} {answer.Text}");
                    continue;
                }

                answer.Status.ShouldBe(403, $"{role} {route.Name}");
                answer
                    .Json.GetProperty("detail")
                    .GetString()
                    .ShouldBe($"This needs the role {Roles.Name(route.Least!.Value)} in the company");
                answer.Json.GetProperty("code").GetString().ShouldBe("role_missing");
            }
        }
    }

    [Fact]
    public async Task Every_route_of_users_lets_in_whoever_has_a_token_of_either_kind()
    {
        var company = await AddCompanyAsync();
        var refused = await RefusedAsync(company);
        var routes = Routes("user");
        routes.Count.ShouldBeGreaterThan(5);
        foreach (var route in routes)
        {
            await ShouldRefuseAsync(route, company, refused);
            // A session of its own for each, because one of them ends it.
            foreach (var token in new[] { (await AddMemberAsync(company, Role.ReadOnly)).Token, await AddSessionAsync(company) })
            {
                var answer = await SendAsync(route, company, token);
                answer.Status.ShouldNotBeOneOf(401, 403);
                answer.Status.ShouldBeLessThan(500, $"{route.Name} {answer.Text}");
            }
        }
    }

    private IReadOnlyList<Route> Routes(string policy) => [.. Route.All(server.Services).Where(r => r.Policy == policy)];

    private async Task ShouldRefuseAsync(Route route, Guid company, IReadOnlyDictionary<string, string> tokens)
    {
        foreach (var (what, token) in tokens)
        {
            var answer = await SendAsync(route, company, token);
            answer.Status.ShouldBe(401, $"{what}: {route.Name}");
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer", route.Name);
        }
    }

    // An image of nobody: what a route would do it does not do here.
    private Task<Answer> SendAsync(Route route, Guid company, string token) =>
        server.SendAsync(route.Method, route.Path(company.ToString(), Guid.Empty), route.Body(Guid.Empty), token);

    /// <summary>Tokens that open nothing, by what is wrong with them. All are of owners.</summary>
    private async Task<Dictionary<string, string>> RefusedAsync(Guid company)
    {
        var (revoked, _) = await AddMemberAsync(company, Role.Owner);
        var (expired, _) = await AddMemberAsync(company, Role.Owner, life: TimeSpan.Zero);
        var (disabled, user) = await AddMemberAsync(company, Role.Owner);
        await WithDbAsync(async db =>
        {
            var now = server.Clock.Now;
            await db
                .PrivateTokens.Where(t => t.Shown == revoked.Substring(0, 12))
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.RevokedAt, now));
            await db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, now));
            return 0;
        });
        var ended = await AddSessionAsync(company);
        (await server.SendAsync("POST", "/api/v1/auth/logout/", token: ended)).Status.ShouldBe(204);
        var late = await AddSessionAsync(company);
        await WithDbAsync(db =>
            db.SessionTokens.Where(t => t.AccessHash == Secret.Hash(late))
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.AccessExpiresAt, server.Clock.Now))
        );
        return new Dictionary<string, string>
        {
            ["of a session that was ended"] = ended,
            ["of a session, expired"] = late,
            ["none"] = "",
            ["unknown"] = revoked + "x",
            ["revoked"] = revoked,
            ["expired"] = expired,
            ["of a disabled user"] = disabled,
        };
    }

    // Of an owner; as a sign-in begins it, without the password.
    private async Task<string> AddSessionAsync(Guid company)
    {
        var (_, id) = await AddMemberAsync(company, Role.Owner);
        await using var scope = server.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<CutisDb>().Users.AsNoTracking().FirstAsync(u => u.Id == id);
        return (await scope.ServiceProvider.GetRequiredService<Sessions>().BeginAsync(user, null, default))!.Access;
    }

    private Task<Guid> AddCompanyAsync() =>
        WithDbAsync(async db =>
        {
            var company = new Company
            {
                Id = Guid.NewGuid(),
                Name = "c",
                CreatedAt = server.Clock.Now,
            };
            db.Add(company);
            await db.SaveChangesAsync();
            return company.Id;
        });

    private async Task<(string Token, Guid User)> AddMemberAsync(Guid company, Role role, TimeSpan? life = null)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        var user = new User
        {
            Id = Guid.NewGuid(),
            Email = $"{Guid.NewGuid()}@x.test",
            PasswordHash = "",
            CreatedAt = server.Clock.Now,
        };
        db.AddRange(
            user,
            new Membership
            {
                UserId = user.Id,
                CompanyId = company,
                Role = role,
            }
        );
        await db.SaveChangesAsync();
        var expires = server.Clock.Now + (life ?? TimeSpan.FromDays(1));
        return (await scope.ServiceProvider.GetRequiredService<PrivateTokens>().CreateAsync(user.Id, "t", expires, default), user.Id);
    }

    private async Task<T> WithDbAsync<T>(Func<CutisDb, Task<T>> work)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<CutisDb>());
    }
}
