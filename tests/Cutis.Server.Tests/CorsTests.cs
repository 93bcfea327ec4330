using System.Net;
using System.Net.Http;
using Cutis.Platform.Configuration;
using Cutis.Server.Host;

namespace Cutis.Server.Tests;

/// <summary>Whether pages of other origins may call.</summary>
public class CorsTests
{
    private static async Task<HttpResponseMessage> AskAsync(TestServer server, HttpMethod method, string origin, string? path = null)
    {
        using var request = new HttpRequestMessage(method, path ?? $"{server.Company}/images/");
        request.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options)
        {
            request.Headers.Add("Access-Control-Request-Method", "PUT");
            request.Headers.Add("Access-Control-Request-Headers", "content-type");
        }

        return await server.Client.SendAsync(request);
    }

    private static string? Allowed(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? string.Join(",", values) : null;

    [Fact]
    public async Task Only_the_origins_of_the_settings_may_call_and_none_with_cookies()
    {
        var server = new TestServer { Settings = { ["Cors:Origins"] = "https://shop.example, http://localhost:7000" } };
        await server.InitializeAsync();
        try
        {
            using var asked = await AskAsync(server, HttpMethod.Options, "https://shop.example");
            asked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            Allowed(asked).ShouldBe("https://shop.example");
            asked.Headers.GetValues("Access-Control-Allow-Methods").ShouldBe(["PUT"]);
            asked.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["content-type"]);
            asked.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();

            using var called = await AskAsync(server, HttpMethod.Get, "http://localhost:7000");
            Allowed(called).ShouldBe("http://localhost:7000");
            called.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldContain("Retry-After");

            // A page is told why an upload was refused.
            using var refused = await AskAsync(server, HttpMethod.Put, "https://shop.example", "/files/companies/x/images/y/upload");
            ((int)refused.StatusCode).ShouldBeGreaterThanOrEqualTo(400);
            Allowed(refused).ShouldBe("https://shop.example");

            using var foreign = await AskAsync(server, HttpMethod.Options, "https://evil.example");
            Allowed(foreign).ShouldBeNull();
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Nobody_may_by_default()
    {
        var server = new TestServer();
        await server.InitializeAsync();
        try
        {
            using var asked = await AskAsync(server, HttpMethod.Options, "https://shop.example");
            Allowed(asked).ShouldBeNull();
            using var called = await AskAsync(server, HttpMethod.Get, "https://shop.example");
            Allowed(called).ShouldBeNull();
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("shop.example")]
    [InlineData("https://shop.example/")]
    [InlineData("https://shop.example/path")]
    [InlineData("ftp://shop.example")]
    public async Task What_is_no_origin_is_a_mistake(string origin)
    {
        var server = new TestServer { Settings = { ["Cors:Origins"] = origin } };
        var mistake = await Should.ThrowAsync<SettingsException>(server.InitializeAsync());
        mistake.Message.ShouldContain("Cors:Origins");
        mistake.Message.ShouldContain(origin);
    }
}
