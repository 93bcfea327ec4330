using System;

namespace Cutis.Server.Tests;

/// <summary>With a token of another company nothing is learned, on any route.</summary>
public class TenancyTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Every_route_keeps_companies_apart()
    {
        var (company, token) = await server.AddStrangerAsync();
        var image = server.Known.DemoImageId;
        var routes = new (string Method, string Path)[]
        {
            ("POST", "images/"),
            ("GET", "images/"),
            ("GET", $"images/{image}/"),
            ("DELETE", $"images/{image}/"),
            ("PUT", $"images/{image}/restored/"),
            ("GET", $"images/{image}/results/"),
            ("PUT", $"images/{image}/results/pores/"),
            ("GET", $"images/{image}/results/pores/"),
            ("DELETE", $"images/{image}/results/pores/"),
            ("POST", $"images/{image}/compute/"),
            ("GET", $"images/{image}/compute/"),
            ("GET", "settings/"),
            ("PATCH", "settings/"),
        };
        foreach (var (method, path) in routes)
        {
            // Into a company that is not theirs: 403, and the same for one that does not exist.
            var foreign = await server.SendAsync(method, $"{server.Company}/{path}", new ByteArrayContent(Photos.GreyPng), token);
            foreign.Status.ShouldBe(403, $"{method} {path}");
            var nowhere = await server.SendAsync(
                method,
                $"/api/v1/companies/{Guid.NewGuid()}/{path}",
                new ByteArrayContent(Photos.GreyPng),
                token
            );
            (nowhere.Status, nowhere.Text).ShouldBe((foreign.Status, foreign.Text));
            (await server.SendAsync(method, $"/api/v1/companies/x/{path}", new ByteArrayContent(Photos.GreyPng), token)).Status.ShouldBe(
                403
            );
            (await server.SendAsync(method, $"{server.Company}/{path}", new ByteArrayContent(Photos.GreyPng), token: "")).Status.ShouldBe(
                401
            );

            // The image of another company by way of their own: as if it were not there.
            if (!path.Contains(image.ToString(), StringComparison.Ordinal))
                continue;
            var own = await server.SendAsync(
                method,
                $"/api/v1/companies/{company}/{path}",
                TestServer.Json("""{"algorithm_tech_name":"pores"}"""),
                token
            );
            var unknown = await server.SendAsync(
                method,
                $"/api/v1/companies/{company}/{path.Replace(image.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal)}",
                TestServer.Json("""{"algorithm_tech_name":"pores"}"""),
                token
            );
            own.Status.ShouldBe(404, $"{method} {path}");
            (own.Status, own.Text).ShouldBe((unknown.Status, unknown.Text));
        }

        (await server.SendAsync("GET", $"/api/v1/companies/{company}/images/", token: token))
            .Json.GetProperty("count")
            .GetInt32()
            .ShouldBe(0);
        var masks = await server.SendAsync(
            "POST",
            $"/service/rasterisation/v4/masks/?company_id={company}",
            TestServer.Json($$"""{"image_id":"{{image}}","masks":[]}"""),
            token
        );
        masks.Status.ShouldBe(404);
        (await server.MasksAsync("{}", token)).Status.ShouldBe(403);
        (await server.SendAsync("GET", $"{server.Company}/images/{image}/")).Status.ShouldBe(200, "untouched by all of this");
        (await server.SendAsync("GET", $"{server.Company}/images/{image}/results/pores/")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Tokens_expire_and_are_revoked()
    {
        var (company, token) = await server.AddStrangerAsync();
        var path = $"/api/v1/companies/{company}/images/";
        (await server.SendAsync("GET", path, token: token)).Status.ShouldBe(200);
        var before = server.Clock.Now;
        server.Clock.Now = before.AddDays(1);
        (await server.SendAsync("GET", path, token: token)).Status.ShouldBe(401);
        server.Clock.Now = before;
    }
}
