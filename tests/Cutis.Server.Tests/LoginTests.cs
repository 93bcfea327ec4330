using System;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Cutis.Platform.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>From the credentials of the first start to tokens, and from tokens to the end of a session.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    private string Login => JsonSerializer.Serialize(new { username = _server.Known.Email, password = _server.Known.Password });

    private Task<Answer> PostAsync(string path, string body, string token = "") =>
        _server.SendAsync("POST", path, TestServer.Json(body), token);

    private async Task<JsonElement> SignInAsync()
    {
        var answer = await PostAsync("/api/v1/auth/login/", Login);
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json;
    }

    private async Task<int> ImagesAsync(JsonElement session) =>
        (await _server.SendAsync("GET", $"{_server.Company}/images/", token: session.GetProperty("access_token").GetString()!)).Status;

    private Task<Answer> RefreshAsync(JsonElement session, string path = "/api/v1/auth/refresh/") =>
        PostAsync(path, JsonSerializer.Serialize(new { refresh_token = session.GetProperty("refresh_token").GetString() }));

    [Theory]
    [InlineData("/api/v1/login/", "/api/v1/refresh/")]
    [InlineData("/api/v1/login", "/api/v1/refresh")]
    [InlineData("/api/v1/auth/login/", "/api/v1/auth/refresh/")]
    [InlineData("/api/v1/auth/login", "/api/v1/auth/refresh")]
    public async Task The_credentials_of_the_first_start_sign_in_and_refresh(string login, string refresh)
    {
        var answer = await PostAsync(login, Login);
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "Session");
        var session = answer.Json;
        session.GetProperty("company_id").GetGuid().ShouldBe(_server.Known.CompanyId);
        session.GetProperty("email").GetString().ShouldBe("admin@cutis.invalid");
        session.GetProperty("username").GetString().ShouldBe("admin@cutis.invalid");
        session.GetProperty("token_access").GetString().ShouldBe(session.GetProperty("access_token").GetString());
        session.GetProperty("is_verified").GetBoolean().ShouldBeTrue();
        session
            .GetProperty("profile")
            .GetRawText()
            .ShouldBe("""{"full_name":"Administrator","kyc_enabled":false,"terms_and_policy_accepted_at":null}""");
        (await ImagesAsync(session)).ShouldBe(200);
        var refreshed = await RefreshAsync(session, refresh);
        refreshed.Status.ShouldBe(200, refreshed.Text);
        OpenApi.ShouldFit(refreshed.Json, "Session");
        refreshed.Json.GetProperty("id").GetGuid().ShouldBe(session.GetProperty("id").GetGuid());
        refreshed.Json.GetProperty("token_access").GetString().ShouldNotBe(session.GetProperty("token_access").GetString());
        (await ImagesAsync(refreshed.Json)).ShouldBe(200);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Authentication")]
    public async Task Clients_that_keep_a_token_for_an_hour_are_let_in_with_either_header(string header)
    {
        var token = (await SignInAsync()).GetProperty("token_access").GetString();
        _server.Clock.Now += TimeSpan.FromSeconds(3600);
        var path = $"{_server.Company}/settings/";
        Task<Answer> GetAsync() => _server.SendAsync("GET", path, token: "", also: r => r.Headers.Add(header, $"Bearer {token}"));
        (await GetAsync()).Status.ShouldBe(200);
        _server.Clock.Now += TimeSpan.FromMinutes(5);
        (await GetAsync()).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("""{"username":"admin@cutis.invalid","password":"wrong"}""", 401, "detail")]
    [InlineData("""{"username":"nobody@cutis.invalid","password":"wrong"}""", 401, "detail")]
    [InlineData("""{"username":"admin@cutis.invalid","password":"wrong","extra":1}""", 401, "detail")]
    [InlineData("""{"username":"admin@cutis.invalid"}""", 400, "password")]
    [InlineData("""{"username":1,"password":null}""", 400, "password username")]
    [InlineData("""{"username":"","password":""}""", 400, "password username")]
    [InlineData("{}", 400, "password username")]
    [InlineData("[]", 400, "body")]
    [InlineData("", 400, "body")]
    [InlineData("{", 400, "body")]
    public async Task A_login_that_is_wrong_says_which_fields_but_not_which_users(string body, int status, string fields)
    {
        var answer = await PostAsync("/api/v1/auth/login/", body);
        answer.Status.ShouldBe(status, answer.Text);
        string.Join(' ', answer.Json.EnumerateObject().Select(p => p.Name).Order()).ShouldBe(fields);
        if (status == 401)
            answer.Text.ShouldBe("""{"detail":"The user name or the password is wrong"}""");
    }

    [Fact]
    public async Task A_refresh_token_that_comes_again_ends_the_session_over_HTTP_too()
    {
        var session = await SignInAsync();
        var refreshed = (await RefreshAsync(session)).Json;
        var again = await RefreshAsync(session);
        (again.Status, again.Text).ShouldBe((401, """{"detail":"The refresh token is not valid or has expired"}"""));
        (await ImagesAsync(session)).ShouldBe(401);
        (await ImagesAsync(refreshed)).ShouldBe(401);
        (await RefreshAsync(refreshed)).Status.ShouldBe(401);
        (await PostAsync("/api/v1/refresh/", "{}")).Json.GetProperty("refresh_token")[0].GetString().ShouldBe("Is required.");
        (await PostAsync("/api/v1/refresh/", """{"refresh_token":"x"}""")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Two_refreshes_at_once_are_a_reuse()
    {
        var session = await SignInAsync();
        var answers = await Task.WhenAll(RefreshAsync(session), RefreshAsync(session, "/api/v1/refresh"));
        answers.Select(a => a.Status).Order().ShouldBe([200, 401]);
        (await ImagesAsync(answers.Single(a => a.Status == 200).Json)).ShouldBe(401);
    }

    [Fact]
    public async Task A_log_out_ends_its_session_alone()
    {
        var (session, other) = (await SignInAsync(), await SignInAsync());
        var token = session.GetProperty("access_token").GetString()!;
        (await PostAsync("/api/v1/auth/logout/", "", token)).Status.ShouldBe(204);
        (await ImagesAsync(session)).ShouldBe(401);
        (await RefreshAsync(session)).Status.ShouldBe(401);
        (await PostAsync("/api/v1/auth/logout/", "", token)).Status.ShouldBe(401);
        (await ImagesAsync(other)).ShouldBe(200);
        var refused = await PostAsync("/api/v1/auth/logout", "{}", _server.Known.PrivateToken);
        refused.Status.ShouldBe(400);
        refused.Text.ShouldContain("private_tokens");
        (await _server.SendAsync("GET", $"{_server.Company}/images/")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_changed_password_ends_other_sessions_and_private_tokens_go_on()
    {
        var (session, other) = (await SignInAsync(), await SignInAsync());
        var token = session.GetProperty("access_token").GetString()!;
        Task<Answer> ChangeAsync(string current, string changed) =>
            PostAsync(
                "/api/v1/auth/password/",
                JsonSerializer.Serialize(new { current_password = current, new_password = changed }),
                token
            );
        (await ChangeAsync("wrong", "correct horse battery")).Json.GetProperty("current_password").GetArrayLength().ShouldBe(1);
        (await ChangeAsync(_server.Known.Password, "short")).Json.GetProperty("new_password").GetArrayLength().ShouldBe(1);
        (await ChangeAsync(_server.Known.Password, _server.Known.Password)).Status.ShouldBe(400);
        (await PostAsync("/api/v1/auth/password/", "{}", token)).Json.EnumerateObject().Count().ShouldBe(2);
        (await PostAsync("/api/v1/auth/password/", "{}")).Status.ShouldBe(401);
        (await ChangeAsync(_server.Known.Password, "correct horse battery")).Status.ShouldBe(204);
        (await ImagesAsync(session)).ShouldBe(200);
        (await ImagesAsync(other)).ShouldBe(401);
        (await RefreshAsync(other)).Status.ShouldBe(401);
        (await _server.SendAsync("GET", $"{_server.Company}/images/")).Status.ShouldBe(200);
        (await PostAsync("/api/v1/login/", Login)).Status.ShouldBe(401);
        (await PostAsync("/api/v1/login/", Login.Replace(_server.Known.Password, "correct horse battery"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Guessing_is_throttled_with_the_time_to_wait()
    {
        for (var i = 0; i < 10; i++)
            (await PostAsync("/api/v1/login/", """{"username":"admin@cutis.invalid","password":"guess"}""")).Status.ShouldBe(401);
        foreach (var path in new[] { "/api/v1/login/", "/api/v1/auth/login" })
        {
            var refused = await PostAsync(path, Login);
            refused.Status.ShouldBe(429);
            refused.Headers.RetryAfter.ShouldBe(new RetryConditionHeaderValue(TimeSpan.FromMinutes(1)));
            refused.Json.GetProperty("detail").GetString().ShouldBe("Too many wrong passwords; try again later");
        }

        (await _server.SendAsync("GET", $"{_server.Company}/images/")).Status.ShouldBe(200, "tokens are not concerned");
        _server.Clock.Now += TimeSpan.FromMinutes(1);
        await SignInAsync();
        // Ten for each user name, but from one address thirty.
        for (var i = 0; i < 20; i++)
            await PostAsync(
                "/api/v1/login/",
                $$"""{"username":"u{{i.ToString(CultureInfo.InvariantCulture)}}@x.test","password":"guess"}"""
            );
        (await PostAsync("/api/v1/login/", """{"username":"last@x.test","password":"guess"}""")).Status.ShouldBe(401, "one came back");
        for (var i = 0; i < 6; i++)
            await PostAsync(
                "/api/v1/login/",
                $$"""{"username":"v{{i.ToString(CultureInfo.InvariantCulture)}}@x.test","password":"guess"}"""
            );
        (await PostAsync("/api/v1/login/", """{"username":"last@x.test","password":"guess"}""")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Sessions_outlive_a_restart_and_the_database_does_not_know_their_tokens()
    {
        var session = await SignInAsync();
        await _server.RestartAsync();
        (await ImagesAsync(session)).ShouldBe(200);
        foreach (var file in Directory.EnumerateFiles(_server.Data, "cutis.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            var text = System.Text.Encoding.Latin1.GetString(bytes);
            foreach (var key in new[] { "access_token", "refresh_token" })
                text.ShouldNotContain(session.GetProperty(key).GetString()![7..]);
        }
    }

    [Fact]
    public async Task A_disabled_user_is_out_at_once()
    {
        var session = await SignInAsync();
        await using (var scope = _server.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<Users>();
            await users.SetDisabledAsync((await users.FindAsync(_server.Known.Email, default))!, true, default);
        }

        (await ImagesAsync(session)).ShouldBe(401);
        (await RefreshAsync(session)).Status.ShouldBe(401);
        (await _server.SendAsync("GET", $"{_server.Company}/images/")).Status.ShouldBe(401);
        var refused = await PostAsync("/api/v1/login/", Login);
        (refused.Status, refused.Text).ShouldBe((401, """{"detail":"The user name or the password is wrong"}"""));
    }
}
