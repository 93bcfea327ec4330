using System;
using System.Text.Json;
using Cutis.Platform.Accounts;
using Cutis.Platform.Companies;
using Cutis.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>Companies and their members over HTTP.</summary>
public sealed class CompanyMemberTests : IAsyncLifetime
{
    private readonly TestServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    private string Members => $"{_server.Company}/members/";

    [Fact]
    public async Task A_user_sees_the_own_companies_with_the_role_in_each()
    {
        var clinic = await AddCompanyAsync("Clinic", Role.ReadOnly);
        var studio = await AddCompanyAsync("A studio", Role.Member);
        await AddCompanyAsync("Of others", null);
        var page = (await _server.SendAsync("GET", "/api/v1/companies/")).Json;
        OpenApi.ShouldFit(page, "CompanyPage");
        page.GetProperty("results")
            .EnumerateArray()
            .Select(c => $"{c.GetProperty("name")} {c.GetProperty("role")}")
            .ShouldBe(["Demo owner", "Clinic read_only", "A studio member"]);
        (await NamesAsync("?ordering=name")).ShouldBe(["A studio", "Clinic", "Demo"]);
        (await NamesAsync("?ordering=-name&page_size=1&page=2")).ShouldBe(["Clinic"]);
        (await NamesAsync("?ordering=-creation_time&page_size=1")).ShouldBe(["A studio"]);
        (await NamesAsync("?q=stud")).ShouldBe(["A studio"]);
        (await NamesAsync("?page=9")).ShouldBeEmpty();
        (await _server.SendAsync("GET", "/api/v1/companies/?ordering=id")).Status.ShouldBe(400);
        var one = (await _server.SendAsync("GET", $"/api/v1/companies/{clinic}")).Json;
        OpenApi.ShouldFit(one, "Company");
        (one.GetProperty("id").GetGuid(), one.GetProperty("role").GetString()).ShouldBe((clinic, "read_only"));
        // One token works in all of them, as far as the role goes.
        foreach (var (company, status) in new[] { (clinic, 403), (studio, 201), (_server.Known.CompanyId, 201) })
            (
                await _server.SendAsync("POST", $"/api/v1/companies/{company}/images/", new ByteArrayContent(Photos.Png(4, 4, 1)))
            ).Status.ShouldBe(status);
    }

    [Fact]
    public async Task An_owner_adds_changes_and_removes_members()
    {
        var (token, user) = await AddUserAsync("bob@x.test", "Bob");
        (await _server.SendAsync("GET", Members, token: token)).Status.ShouldBe(403);
        var added = await SendAsync("POST", Members, """{"email":"Bob@X.test","role":"read_only","extra":true}""");
        added.Status.ShouldBe(201, added.Text);
        OpenApi.ShouldFit(added.Json, "Member");
        added.Json.GetRawText().ShouldBe($$"""{"user_id":"{{user}}","email":"bob@x.test","full_name":"Bob","role":"read_only"}""");
        (await SendAsync("POST", Members, """{"email":"bob@x.test","role":"owner"}""")).Status.ShouldBe(409);
        var list = await _server.SendAsync("GET", Members, token: token);
        OpenApi.ShouldFit(list.Json, "MemberPage");
        list.Json.GetProperty("count").GetInt32().ShouldBe(2);
        (await SendAsync("PATCH", $"{Members}{user}/", """{"role":"owner"}""", token)).Status.ShouldBe(403, "nobody promotes himself");
        (await SendAsync("PATCH", $"{Members}{user}/", """{"role":"member"}""")).Json.GetProperty("role").GetString().ShouldBe("member");
        (await SendAsync("DELETE", $"{Members}{user}/", "", token)).Status.ShouldBe(403);
        (await _server.SendAsync("DELETE", $"{Members}{user}/")).Status.ShouldBe(204);
        (await _server.SendAsync("GET", Members, token: token)).Status.ShouldBe(403, "at once");
        (await _server.SendAsync("DELETE", $"{Members}{user}/")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_last_owner_stays()
    {
        var me = (await _server.SendAsync("GET", Members)).Json.GetProperty("results")[0].GetProperty("user_id").GetGuid();
        var refused = await _server.SendAsync("DELETE", $"{Members}{me}/");
        (refused.Status, refused.Json.GetProperty("code").GetString()).ShouldBe((409, "last_owner"));
        (await SendAsync("PATCH", $"{Members}{me}/", """{"role":"read_only"}""")).Status.ShouldBe(409);
        await AddUserAsync("bob@x.test", "");
        await SendAsync("POST", Members, """{"email":"bob@x.test","role":"owner"}""");
        (await _server.SendAsync("DELETE", $"{Members}{me}/")).Status.ShouldBe(204);
        (await _server.SendAsync("GET", Members)).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("""{"email":"nobody@x.test","role":"member"}""", "email")]
    [InlineData("""{"email":"","role":"admin"}""", "email role")]
    [InlineData("""{"role":null}""", "email role")]
    [InlineData("[]", "body")]
    public async Task What_is_wrong_with_a_member_is_told_by_field(string body, string fields)
    {
        var answer = await SendAsync("POST", Members, body);
        answer.Status.ShouldBe(400, answer.Text);
        string.Join(' ', answer.Json.EnumerateObject().Select(p => p.Name).Order()).ShouldBe(fields);
    }

    [Fact]
    public async Task Members_of_other_companies_are_not_there()
    {
        var (company, token) = await _server.AddStrangerAsync();
        var stranger = (await _server.SendAsync("GET", $"/api/v1/companies/{company}/members/", token: token))
            .Json.GetProperty("results")[0]
            .GetProperty("user_id")
            .GetGuid();
        foreach (var id in new[] { $"{stranger}", $"{Guid.NewGuid()}", "x" })
        {
            (await SendAsync("PATCH", $"{Members}{id}/", "[]")).Status.ShouldBe(404, "whatever the body has");
            (await _server.SendAsync("DELETE", $"{Members}{id}/")).Status.ShouldBe(404);
        }
    }

    private Task<Answer> SendAsync(string method, string path, string body, string? token = null) =>
        _server.SendAsync(method, path, TestServer.Json(body), token);

    private async Task<string[]> NamesAsync(string query) =>
        [
            .. (await _server.SendAsync("GET", "/api/v1/companies/" + query))
                .Json.GetProperty("results")
                .EnumerateArray()
                .Select(c => c.GetProperty("name").GetString()!),
        ];

    private async Task<(string Token, Guid User)> AddUserAsync(string email, string name)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var (user, _, _) = await scope.ServiceProvider.GetRequiredService<Users>().AddAsync(email, name, default);
        var tokens = scope.ServiceProvider.GetRequiredService<PrivateTokens>();
        return (await tokens.CreateAsync(user!.Id, "t", _server.Clock.Now.AddDays(1), default), user.Id);
    }

    // Each a second after the one before.
    private async Task<Guid> AddCompanyAsync(string name, Role? role)
    {
        _server.Clock.Now += TimeSpan.FromSeconds(1);
        await using var scope = _server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        var company = new Company
        {
            Id = Guid.NewGuid(),
            Name = name,
            CreatedAt = _server.Clock.Now,
        };
        db.Add(company);
        await db.SaveChangesAsync();
        scope.ServiceProvider.GetRequiredService<CurrentCompany>().Id = company.Id;
        if (role is not null)
            await scope.ServiceProvider.GetRequiredService<Members>().AddAsync(_server.Known.Email, role.Value, default);
        return company.Id;
    }
}
