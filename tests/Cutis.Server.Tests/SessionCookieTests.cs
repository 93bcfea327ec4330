using System;
using System.Text.Json;
using Cutis.Platform.Accounts;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cutis.Server.Tests;

/// <summary>Browsers: from a sign-in to its end, and what pages of others cannot do with it.</summary>
public sealed class SessionCookieTests : IAsyncLifetime
{
    private const string Path = "/api/v1/session/";
    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    private string Own => _server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private string Password => JsonSerializer.Serialize(new { email = _server.Known.Email, password = _server.Known.Password });

    private string Token => JsonSerializer.Serialize(new { token = _server.Known.PrivateToken });

    private sealed record Browser(string Cookie, string Csrf, JsonElement Answer);

    private Task<Answer> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync("POST", path, headers, TestServer.Json(body));

    private Task<Answer> SendAsync(string method, string path, (string Name, string Value)[] headers, HttpContent? body = null) =>
        _server.SendAsync(
            method,
            path,
            body,
            token: "",
            also: request =>
            {
                foreach (var (name, value) in headers)
                    request.Headers.TryAddWithoutValidation(name, value);
            }
        );

    private async Task<Browser> SignInAsync(string? body = null, string path = Path)
    {
        var answer = await PostAsync(path, body ?? Password, ("Origin", Own), ("Sec-Fetch-Site", "same-origin"));
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "BrowserSession");
        return new Browser(CookieOf(answer).Split(';')[0], answer.Json.GetProperty("csrf_token").GetString()!, answer.Json);
    }

    private static string CookieOf(Answer answer) => answer.Headers.GetValues("Set-Cookie").Single();

    private async Task<int> ImagesAsync(Browser browser, params (string, string)[] headers) =>
        (await SendAsync("GET", $"{_server.Company}/images/", [("Cookie", browser.Cookie), .. headers])).Status;

    private Task<Answer> ChangeAsync(Browser browser, params (string, string)[] headers) =>
        SendAsync(
            "PATCH",
            $"{_server.Company}/settings/",
            [("Cookie", browser.Cookie), .. headers],
            TestServer.Json("""{"analyse_uploads":true}""")
        );

    [Fact]
    public async Task A_password_gives_a_cookie_that_every_route_takes_and_no_script_can_read()
    {
        var nobody = await SendAsync("GET", Path, []);
        (nobody.Status, nobody.Json.GetProperty("authenticated").GetBoolean()).ShouldBe((200, false));
        OpenApi.ShouldFit(nobody.Json, "BrowserSession");
        var answer = await PostAsync(Path, Password);
        var cookie = CookieOf(answer);
        cookie.ShouldStartWith($"cutis-session-{_server.Client.BaseAddress!.Port}=cutisc_");
        cookie.Split("; ").Skip(1).Select(part => part.ToLowerInvariant()).Order().ShouldBe(["httponly", "path=/", "samesite=strict"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var browser = await SignInAsync();
        browser.Answer.GetProperty("method").GetString().ShouldBe("cookie");
        browser.Answer.GetProperty("user").GetProperty("email").GetString().ShouldBe(_server.Known.Email);
        var company = browser.Answer.GetProperty("companies").EnumerateArray().Single();
        (company.GetProperty("id").GetGuid(), company.GetProperty("role").GetString()).ShouldBe((_server.Known.CompanyId, "owner"));
        browser.Answer.GetProperty("expires_at").GetDateTimeOffset().ShouldBe(_server.Clock.Now.AddHours(12));
        browser.Answer.GetProperty("ends_at").GetDateTimeOffset().ShouldBe(_server.Clock.Now.AddDays(30));
        (await ImagesAsync(browser)).ShouldBe(200);
        (await ChangeAsync(browser, ("X-CSRF-Token", browser.Csrf))).Status.ShouldBe(200);
        var known = await SendAsync("GET", Path, [("Cookie", browser.Cookie)]);
        known.Json.GetProperty("csrf_token").GetString().ShouldBe(browser.Csrf);
    }

    [Fact]
    public async Task Over_TLS_the_cookie_is_secure_and_of_this_host_alone()
    {
        var server = new TestServer();
        server.Settings["Files:PublicUrl"] = "https://clinic.example/skin";
        await server.InitializeAsync();
        try
        {
            var body = JsonSerializer.Serialize(new { email = server.Known.Email, password = server.Known.Password });
            Task<Answer> PostAsync(string origin) =>
                server.SendAsync(
                    "POST",
                    Path,
                    TestServer.Json(body),
                    "",
                    request => request.Headers.TryAddWithoutValidation("Origin", origin)
                );
            var answer = await PostAsync("https://clinic.example");
            answer.Status.ShouldBe(200, answer.Text);
            var parts = CookieOf(answer).Split("; ");
            parts[0].ShouldStartWith("__Host-cutis-session=cutisc_");
            parts.Skip(1).Select(part => part.ToLowerInvariant()).Order().ShouldBe(["httponly", "path=/", "samesite=strict", "secure"]);
            foreach (var origin in new[] { "http://clinic.example", "https://clinic.example:8443", "https://evil.example", "null" })
                (await PostAsync(origin)).Status.ShouldBe(403, origin);
            var demo = await server.SendAsync("POST", $"{Path}demo/", TestServer.Json(""), "");
            demo.Status.ShouldBe(404, "a server with a public URL is no demo");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_request_that_changes_something_needs_the_token_of_its_own_session()
    {
        var (browser, other) = (await SignInAsync(), await SignInAsync());
        foreach (var wrong in new[] { "", "x", other.Csrf, browser.Csrf + "x", browser.Cookie })
        {
            var answer = wrong.Length == 0 ? await ChangeAsync(browser) : await ChangeAsync(browser, ("X-CSRF-Token", wrong));
            (answer.Status, answer.Json.GetProperty("code").GetString()).ShouldBe((403, "csrf_token_wrong"), wrong);
        }

        (await SendAsync("DELETE", Path, [("Cookie", browser.Cookie)])).Status.ShouldBe(403);
        var masks = await SendAsync("POST", _server.MasksPath, [("Cookie", browser.Cookie)], TestServer.Json("{}"));
        masks.Status.ShouldBe(403, "a request by POST is not looked into");
        (await ImagesAsync(browser)).ShouldBe(200, "what reads needs none");
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData(null, "https://evil.example")]
    [InlineData(null, "http://127.0.0.1:1")]
    [InlineData(null, "null")]
    [InlineData("none", "https://evil.example")]
    public async Task A_page_of_another_origin_can_do_nothing_with_it(string? site, string? origin)
    {
        var browser = await SignInAsync();
        (string, string)[] headers =
        [
            .. site is null ? Array.Empty<(string, string)>() : [("Sec-Fetch-Site", site)],
            .. origin is null ? Array.Empty<(string, string)>() : [("Origin", origin)],
        ];
        var answer = await ChangeAsync(browser, [("X-CSRF-Token", browser.Csrf), .. headers]);
        (answer.Status, answer.Json.GetProperty("code").GetString()).ShouldBe((403, "foreign_origin"));
        (await ImagesAsync(browser, headers)).ShouldBe(403);
        var socket = await SendAsync("GET", "/notifications/", [("Cookie", browser.Cookie), .. headers]);
        socket.Status.ShouldBe(403);
        foreach (var path in new[] { Path, $"{Path}demo/" })
        {
            var signIn = await PostAsync(path, Password, headers);
            (signIn.Status, signIn.Headers.Contains("Set-Cookie")).ShouldBe((403, false), path);
        }
    }

    [Fact]
    public async Task Bearer_tokens_are_what_they_were_and_count_before_a_cookie()
    {
        var browser = await SignInAsync();
        (string, string) bearer = ("Authorization", $"Bearer {_server.Known.PrivateToken}");
        (await ChangeAsync(new Browser("", "", default), bearer)).Status.ShouldBe(200);
        (await ChangeAsync(browser, bearer, ("Origin", "https://app.example"), ("Sec-Fetch-Site", "cross-site"))).Status.ShouldBe(200);
        (await ChangeAsync(browser, ("Authorization", "Bearer cutis_wrong"), ("X-CSRF-Token", browser.Csrf))).Status.ShouldBe(401);
        // Neither is taken for the other.
        var secret = browser.Cookie.Split('=')[1];
        (await SendAsync("GET", $"{_server.Company}/images/", [("Authorization", $"Bearer {secret}")])).Status.ShouldBe(401);
        var swapped = browser.Cookie.Replace(secret, _server.Known.PrivateToken);
        (await SendAsync("GET", $"{_server.Company}/images/", [("Cookie", swapped)])).Status.ShouldBe(401);
        var who = await SendAsync("GET", Path, [bearer]);
        (who.Json.GetProperty("method").GetString(), who.Json.GetProperty("csrf_token").ValueKind).ShouldBe(
            ("private_token", JsonValueKind.Null)
        );
        (await SendAsync("DELETE", Path, [bearer])).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_deletes_the_cookie()
    {
        var (browser, other) = (await SignInAsync(), await SignInAsync());
        (string, string)[] headers = [("Cookie", browser.Cookie), ("X-CSRF-Token", browser.Csrf)];
        var ended = await SendAsync("DELETE", Path, headers);
        ended.Status.ShouldBe(204);
        CookieOf(ended).ShouldContain("expires=Thu, 01 Jan 1970");
        (await ImagesAsync(browser)).ShouldBe(401);
        var again = await SendAsync("DELETE", Path, headers);
        (again.Status, again.Json.GetProperty("detail").GetString()).ShouldBe((401, "The session has ended; sign in again"));
        var state = await SendAsync("GET", Path, [("Cookie", browser.Cookie)]);
        (state.Status, state.Json.GetProperty("authenticated").GetBoolean()).ShouldBe((200, false));
        CookieOf(state).ShouldContain("expires=Thu, 01 Jan 1970");
        (await ImagesAsync(other)).ShouldBe(200);
    }

    [Fact]
    public async Task A_sign_in_ends_the_session_that_the_browser_had()
    {
        var former = await SignInAsync();
        var answer = await PostAsync(Path, Password, ("Cookie", former.Cookie));
        answer.Status.ShouldBe(200);
        (await ImagesAsync(former)).ShouldBe(401);
    }

    [Fact]
    public async Task It_goes_on_while_it_is_used_and_ends_in_any_case()
    {
        var (used, idle) = (await SignInAsync(), await SignInAsync());
        for (var hours = 0; hours < 30 * 24; hours += 8)
        {
            (await ImagesAsync(used)).ShouldBe(200, $"{hours} h");
            await _server.Services.GetServices<IHostedService>().OfType<TokenUseKeeper>().Single().WriteAsync(default);
            _server.Clock.Now += TimeSpan.FromHours(8);
            if (hours == 8)
                (await ImagesAsync(idle)).ShouldBe(401, "it was not used for 16 hours");
        }

        (await ImagesAsync(used)).ShouldBe(401, "after 30 days");
    }

    [Fact]
    public async Task With_a_private_token_it_ends_with_the_token_and_makes_none_that_outlives_it()
    {
        var browser = await SignInAsync(Token);
        (await ImagesAsync(browser)).ShouldBe(200);
        var later = JsonSerializer.Serialize(new { name = "later", expiration_time = _server.Clock.Now.AddDays(400) });
        var made = await SendAsync(
            "POST",
            "/api/v1/auth/private_tokens/",
            [("Cookie", browser.Cookie), ("X-CSRF-Token", browser.Csrf)],
            TestServer.Json(later)
        );
        (made.Status, made.Text).ShouldSatisfyAllConditions(m => m.Status.ShouldBe(400), m => m.Text.ShouldContain("expiration_time"));
        await using (var scope = _server.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
            await db.PrivateTokens.ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, _server.Clock.Now));
        }

        (await ImagesAsync(browser)).ShouldBe(401);
        (await PostAsync(Path, Token)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_changed_password_and_a_disabled_user_end_it()
    {
        var browser = await SignInAsync();
        var other = await SignInAsync();
        var changed = JsonSerializer.Serialize(new { current_password = _server.Known.Password, new_password = "correct horse battery" });
        (string, string)[] headers = [("Cookie", browser.Cookie), ("X-CSRF-Token", browser.Csrf)];
        (await SendAsync("POST", "/api/v1/auth/password/", headers, TestServer.Json(changed))).Status.ShouldBe(204);
        (await ImagesAsync(browser)).ShouldBe(200);
        (await ImagesAsync(other)).ShouldBe(401);
        await using (var scope = _server.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<Users>();
            await users.SetDisabledAsync((await users.FindAsync(_server.Known.Email, default))!, true, default);
        }

        (await ImagesAsync(browser)).ShouldBe(401);
    }

    [Theory]
    [InlineData("""{"email":"admin@cutis.invalid","password":"wrong"}""", 401, "detail")]
    [InlineData("""{"token":"cutis_wrong"}""", 401, "detail")]
    [InlineData("""{"token":"cutisa_wrong"}""", 401, "detail")]
    [InlineData("""{"email":"admin@cutis.invalid"}""", 400, "password")]
    [InlineData("""{"email":null,"password":1}""", 400, "email password")]
    [InlineData("""{"token":"x","email":"y"}""", 400, "token")]
    [InlineData("""{"token":""}""", 400, "token")]
    [InlineData("{}", 400, "email password")]
    [InlineData("[]", 400, "body")]
    public async Task A_sign_in_that_is_wrong_says_which_fields(string body, int status, string fields)
    {
        var answer = await PostAsync(Path, body);
        (answer.Status, answer.Headers.Contains("Set-Cookie")).ShouldBe((status, false), answer.Text);
        string.Join(' ', answer.Json.EnumerateObject().Select(p => p.Name).Order()).ShouldBe(fields);
    }

    [Fact]
    public async Task Guessing_is_throttled_as_at_the_login()
    {
        for (var i = 0; i < 10; i++)
            (await PostAsync(Path, """{"email":"admin@cutis.invalid","password":"guess"}""")).Status.ShouldBe(401);
        (await PostAsync(Path, Password)).Status.ShouldBe(429);
        for (var i = 0; i < 20; i++)
            (await PostAsync(Path, """{"token":"cutis_guess"}""")).Status.ShouldBe(401);
        (await PostAsync(Path, Token)).Status.ShouldBe(429, "thirty from one address");
    }

    [Fact]
    public async Task One_click_leads_into_the_demo_until_the_server_is_more_than_that()
    {
        (await SendAsync("GET", Path, [])).Json.GetProperty("demo").GetBoolean().ShouldBeTrue();
        var browser = await SignInAsync("", $"{Path}demo/");
        browser.Answer.GetProperty("companies").EnumerateArray().Single().GetProperty("name").GetString().ShouldBe("Demo");
        (await ImagesAsync(browser)).ShouldBe(200);
        foreach (var header in new[] { ("X-Forwarded-For", "198.51.100.7"), ("Host", "demo.localhost.example"), ("Via", "1.1 proxy") })
            (await PostAsync($"{Path}demo/", "", header)).Status.ShouldNotBe(200, header.Item1);
        await _server.AddStrangerAsync();
        (await PostAsync($"{Path}demo/", "")).Status.ShouldBe(404);
        (await SendAsync("GET", Path, [])).Json.GetProperty("demo").GetBoolean().ShouldBeFalse();
        (await ImagesAsync(browser)).ShouldBe(200, "who is in stays in");
    }
}
