using System;
using Cutis.Platform.Accounts;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>A server that counts no requests: a test of every route sends more with one token than come back meanwhile.</summary>
public sealed class UncountedServer : TestServer
{
    public UncountedServer() => Settings["RateLimit:PerMinute"] = "0";
}

/// <summary>With a token of another company nothing is learned, on any route of the server.</summary>
public class TenancyTests(UncountedServer server) : IClassFixture<UncountedServer>
{
    // Everything else asks for a user or a company.
    private static readonly string[] Open =
    [
        "GET /",
        "GET /api/v1/capture/{secret}/",
        "GET /api/v1/dicts/algorithms/",
        "GET /api/v1/dicts/image_types/",
        "GET /api/v1/session/",
        "GET /assets/{**path}",
        "GET /capture/{secret}",
        "GET /components/{file}",
        "GET /console/{**path}",
        "GET /docs",
        "GET /docs/{file}",
        "GET /files/companies/{company:guid}/images/{image:guid}/masked/{file}",
        "GET /files/companies/{company:guid}/images/{image:guid}/masked/{recipe}/{name}",
        "GET /files/companies/{company:guid}/images/{image:guid}/photos/{digest}/{name}",
        "GET /files/companies/{company:guid}/images/{image:guid}/photos/{file}",
        "GET /health/live",
        "GET /health/ready",
        "GET /openapi/v1-3.0.json",
        "GET /openapi/v1.json",
        "GET /{name}.{extension}",
        "HEAD /",
        "HEAD /assets/{**path}",
        "HEAD /capture/{secret}",
        "HEAD /components/{file}",
        "HEAD /console/{**path}",
        "HEAD /files/companies/{company:guid}/images/{image:guid}/masked/{file}",
        "HEAD /files/companies/{company:guid}/images/{image:guid}/masked/{recipe}/{name}",
        "HEAD /files/companies/{company:guid}/images/{image:guid}/photos/{digest}/{name}",
        "HEAD /files/companies/{company:guid}/images/{image:guid}/photos/{file}",
        "HEAD /{name}.{extension}",
        "POST /api/v1/auth/login/",
        "POST /api/v1/auth/refresh/",
        "POST /api/v1/login/",
        "POST /api/v1/refresh/",
        "POST /api/v1/session/",
        "POST /api/v1/session/demo/",
        "PUT /api/v1/capture/{secret}/",
        "PUT /files/companies/{company:guid}/images/{image:guid}/upload",
    ];

    [Fact]
    public void Every_route_asks_for_a_token_but_those_that_are_named_here() =>
        Routes(guarded: false).Select(r => $"{r.Method} {r.Pattern}").Order(StringComparer.Ordinal).ShouldBe(Open);

    [Fact]
    public async Task Every_route_keeps_companies_apart()
    {
        var (company, token) = await server.AddStrangerAsync();
        var (revoked, other) = (await RevokedAsync(company), server.Known.CompanyId);
        var image = server.Known.DemoImageId;
        var routes = Routes(guarded: true).ToArray();
        routes.Length.ShouldBeGreaterThan(13);
        foreach (var route in routes)
        {
            var name = $"{route.Method} {route.Pattern}";
            // Into a company that is not theirs: 403, and the same for one that does not exist.
            var foreign = await SendAsync(route, other, image, token);
            foreign.Status.ShouldBe(403, name);
            foreign.Json.GetProperty("detail").GetString().ShouldBe("You do not have access to this company", name);
            var nowhere = await SendAsync(route, Guid.NewGuid(), image, token);
            (nowhere.Status, nowhere.Text).ShouldBe((foreign.Status, foreign.Text), name);
            // In a path, what is not an id is no company; in a query it is a mistake.
            (await SendAsync(route, "x", image, token)).Status.ShouldBe(route.HasCompany ? 403 : 422, name);

            foreach (var wrong in new[] { "", revoked, token + "x" })
            {
                var refused = await SendAsync(route, other, image, wrong);
                refused.Status.ShouldBe(401, name);
                refused.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer", name);
            }

            // The image of another company by way of their own: as if it were not there.
            if (!route.NamesImage)
                continue;
            var own = await SendAsync(route, company, image, token);
            var unknown = await SendAsync(route, company, Guid.NewGuid(), token);
            own.Status.ShouldBe(404, name);
            (own.Status, own.Text).ShouldBe((unknown.Status, unknown.Text), name);
        }

        (await server.SendAsync("GET", $"/api/v1/companies/{company}/images/", token: token))
            .Json.GetProperty("count")
            .GetInt32()
            .ShouldBe(0);
        (await server.SendAsync("GET", $"{server.Company}/images/{image}/")).Status.ShouldBe(200, "untouched by all of this");
        (await server.SendAsync("GET", $"{server.Company}/images/{image}/results/pores/")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_token_opens_nothing_once_it_has_expired_or_was_revoked()
    {
        var (company, token) = await server.AddStrangerAsync();
        var path = $"/api/v1/companies/{company}/images/";
        (await server.SendAsync("GET", path, token: token)).Status.ShouldBe(200);
        var before = server.Clock.Now;
        server.Clock.Now = before.AddDays(1);
        (await server.SendAsync("GET", path, token: token)).Status.ShouldBe(401);
        server.Clock.Now = before;
        (await server.SendAsync("GET", path, token: token)).Status.ShouldBe(200, "not expired yet");
        await RevokeAsync(token);
        (await server.SendAsync("GET", path, token: token)).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Authentication")]
    public async Task A_token_is_read_from_the_header_that_clients_send(string header)
    {
        var path = $"{server.Company}/settings/";
        (
            await server.SendAsync("GET", path, token: "", also: r => r.Headers.Add(header, $"Bearer {server.Known.PrivateToken}"))
        ).Status.ShouldBe(200);
        (
            await server.SendAsync("GET", path, token: "", also: r => r.Headers.Add(header, $"Basic {server.Known.PrivateToken}"))
        ).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Routes_work_with_and_without_the_slash_at_the_end()
    {
        var image = server.Known.DemoImageId;
        foreach (var route in Routes(guarded: true).Where(r => r.Method is "GET" or "POST"))
        {
            var path = route.Path(server.Known.CompanyId.ToString(), image);
            var (start, query) = (path.Split('?')[0].TrimEnd('/'), path.Contains('?') ? "?" + path.Split('?')[1] : "");
            var (without, with) = (
                await server.SendAsync(route.Method, start + query, TestServer.Json("[]")),
                await server.SendAsync(route.Method, start + "/" + query, TestServer.Json("[]"))
            );
            without.Status.ShouldBe(with.Status, route.Pattern);
            // What the framework answers where there is no route.
            without.Text.ShouldNotContain("Not Found", Case.Sensitive, route.Pattern);
            without.Status.ShouldNotBe(405, route.Pattern);
        }
    }

    private Task<Answer> SendAsync(Route route, object company, Guid image, string token) =>
        server.SendAsync(route.Method, route.Path(company.ToString()!, image), route.Body(image), token);

    private IEnumerable<Route> Routes(bool guarded) =>
        Route.All(server.Services).Where(r => guarded ? r.Policy == "company" : r.Policy is null);

    private async Task<string> RevokedAsync(Guid company)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        var member = await db.Memberships.FirstAsync(m => m.CompanyId == company);
        var tokens = scope.ServiceProvider.GetRequiredService<PrivateTokens>();
        var token = await tokens.CreateAsync(member.UserId, "revoked", server.Clock.Now.AddDays(1), default);
        await RevokeAsync(token);
        return token;
    }

    // As the command does it.
    private async Task RevokeAsync(string token)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        var id = (await scope.ServiceProvider.GetRequiredService<PrivateTokens>().FindAsync(token, default))!.TokenId!.Value;
        (await db.PrivateTokens.FirstAsync(t => t.Id == id)).RevokedAt = server.Clock.Now;
        await db.SaveChangesAsync();
    }
}
