using System;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>Private tokens over HTTP: made, listed in pages, used, revoked.</summary>
public sealed class PrivateTokenTests : IAsyncLifetime
{
    private const string Path = "/api/v1/auth/private_tokens/";
    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    private async Task<string> SignInAsync()
    {
        var login = JsonSerializer.Serialize(new { username = _server.Known.Email, password = _server.Known.Password });
        var answer = await _server.SendAsync("POST", "/api/v1/login", TestServer.Json(login), token: "");
        return answer.Json.GetProperty("token_access").GetString()!;
    }

    private Task<Answer> CreateAsync(string token, string name, DateTimeOffset expires) =>
        _server.SendAsync("POST", Path, TestServer.Json(JsonSerializer.Serialize(new { name, expiration_time = expires })), token);

    private async Task<string[]> NamesAsync(string token, string query = "")
    {
        var answer = await _server.SendAsync("GET", Path + query, token: token);
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "PrivateTokenPage");
        return [.. answer.Json.GetProperty("results").EnumerateArray().Select(t => t.GetProperty("name").GetString()!)];
    }

    [Fact]
    public async Task A_token_is_made_used_and_revoked()
    {
        var (session, expires) = (await SignInAsync(), new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(2)));
        var created = await CreateAsync(session, "app", expires);
        created.Status.ShouldBe(201, created.Text);
        OpenApi.ShouldFit(created.Json, "CreatedPrivateToken");
        created.Json.GetProperty("expiration_time").GetDateTimeOffset().ShouldBe(expires);
        var (id, secret) = (created.Json.GetProperty("id").GetInt32(), created.Json.GetProperty("data").GetString()!);
        (await _server.SendAsync("GET", $"{_server.Company}/images/", token: secret)).Status.ShouldBe(200);
        (await _server.SendAsync("GET", Path, token: session)).Text.ShouldNotContain(secret[12..]);
        (await _server.SendAsync("DELETE", $"{Path}{id}/", token: session)).Status.ShouldBe(204);
        (await _server.SendAsync("GET", $"{_server.Company}/images/", token: secret)).Status.ShouldBe(401);
        (await _server.SendAsync("DELETE", $"{Path}{id}/", token: session)).Status.ShouldBe(404);
        (await NamesAsync(session)).ShouldBe(["first token"]);
    }

    [Fact]
    public async Task A_token_ends_when_it_was_said_to()
    {
        var session = await SignInAsync();
        var secret = (await CreateAsync(session, "short", _server.Clock.Now.AddMinutes(1))).Json.GetProperty("data").GetString()!;
        (await _server.SendAsync("GET", Path, token: secret)).Status.ShouldBe(200);
        _server.Clock.Now += TimeSpan.FromMinutes(1);
        (await _server.SendAsync("GET", Path, token: secret)).Status.ShouldBe(401);
        (await NamesAsync(session)).ShouldBe(["short", "first token"], "it is listed until it is revoked");
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "expiration_time")]
    [InlineData("""{"name":"","expiration_time":"2030-01-01T00:00:00Z"}""", "name")]
    [InlineData("""{"name":7,"expiration_time":true}""", "expiration_time name")]
    [InlineData("""{"name":"x","expiration_time":"tomorrow"}""", "expiration_time")]
    [InlineData("""{"name":"x","expiration_time":"2026-01-05T12:07:00Z"}""", "expiration_time")]
    [InlineData("""{"name":"x","expiration_time":"2001-01-01T00:00:00Z","unknown":1}""", "expiration_time")]
    [InlineData("null", "body")]
    [InlineData("", "body")]
    public async Task What_is_wrong_is_told_by_field(string body, string fields)
    {
        var answer = await _server.SendAsync("POST", Path, TestServer.Json(body));
        answer.Status.ShouldBe(400, answer.Text);
        string.Join(' ', answer.Json.EnumerateObject().Select(p => p.Name).Order()).ShouldBe(fields);
        (await NamesAsync(_server.Known.PrivateToken)).ShouldBe(["first token"]);
    }

    [Fact]
    public async Task A_private_token_makes_none_that_outlives_it()
    {
        var session = await SignInAsync();
        var end = _server.Clock.Now.AddDays(2);
        var secret = (await CreateAsync(session, "two days", end)).Json.GetProperty("data").GetString()!;
        var refused = await CreateAsync(secret, "longer", end.AddMilliseconds(1));
        refused.Status.ShouldBe(400);
        refused.Json.GetProperty("expiration_time").GetArrayLength().ShouldBe(1);
        (await CreateAsync(secret, "as long", end)).Status.ShouldBe(201);
        (await CreateAsync(session, "longer", end.AddYears(5))).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Lists_are_searched_ordered_and_paged()
    {
        var session = await SignInAsync();
        foreach (var (name, days) in new[] { ("beta", 3), ("alpha", 9), ("100%", 6), ("under_score", 1) })
            (await CreateAsync(session, name, _server.Clock.Now.AddDays(days))).Status.ShouldBe(201);
        (await NamesAsync(session)).ShouldBe(["under_score", "100%", "alpha", "beta", "first token"]);
        (await NamesAsync(session, "?ordering=id&page_size=2")).ShouldBe(["first token", "beta"]);
        (await NamesAsync(session, "?ordering=name&page_size=2&page=2")).ShouldBe(["beta", "first token"]);
        (await NamesAsync(session, "?ordering=-name&page_size=1")).ShouldBe(["under_score"]);
        (await NamesAsync(session, "?ordering=expiration_time")).ShouldBe(["under_score", "beta", "100%", "alpha", "first token"]);
        (await NamesAsync(session, "?ordering=-expiration_time&page_size=1")).ShouldBe(["first token"]);
        (await NamesAsync(session, "?q=%25")).ShouldBe(["100%"]);
        (await NamesAsync(session, "?q=_")).ShouldBe(["under_score"]);
        (await NamesAsync(session, "?q=LPH")).ShouldBe(["alpha"]);
        var page = (await _server.SendAsync("GET", Path + "?page_size=2&page=2&ordering=id", token: session)).Json;
        page.GetProperty("count").GetInt32().ShouldBe(5);
        page.GetProperty("next").GetString()!.ShouldEndWith($"{Path}?page_size=2&ordering=id&page=3");
        page.GetProperty("previous").GetString()!.ShouldEndWith("page=1");
        var last = (await _server.SendAsync("GET", Path + "?page_size=2&page=3", token: session)).Json;
        (last.GetProperty("results").GetArrayLength(), last.GetProperty("next").ValueKind).ShouldBe((1, JsonValueKind.Null));
        var beyond = (await _server.SendAsync("GET", Path + "?page_size=5&page=2", token: session)).Json;
        (beyond.GetProperty("results").GetArrayLength(), beyond.GetProperty("count").GetInt32()).ShouldBe((0, 5));
        foreach (var wrong in new[] { "page=0", "page=x", "page_size=101", "page_size=0", "ordering=hash", "unknown=1" })
            (await _server.SendAsync("GET", $"{Path}?{wrong}", token: session)).Status.ShouldBe(400, wrong);
    }

    [Fact]
    public async Task Tokens_of_others_are_not_there()
    {
        var (_, stranger) = await _server.AddStrangerAsync();
        var own = (await _server.SendAsync("GET", Path)).Json.GetProperty("results")[0].GetProperty("id").GetInt32();
        (await NamesAsync(stranger)).ShouldBe(["t"]);
        foreach (var id in new[] { $"{own}", "0", "-1", "x", "99999999999999999999" })
            (await _server.SendAsync("DELETE", $"{Path}{id}/", token: stranger)).Status.ShouldBe(404, id);
        (await NamesAsync(_server.Known.PrivateToken)).ShouldBe(["first token"]);
    }
}
