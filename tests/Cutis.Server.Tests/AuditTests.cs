using System;
using System.Text.Json;
using Cutis.Platform.Accounts;
using Cutis.Platform.Audit;
using Cutis.Platform.Companies;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>The audit log: a row for each action, for owners, without secrets.</summary>
public class AuditTests : TestServer
{
    private string Audit => $"{Company}/audit/";

    private string Image => $"{Company}/images/{Known.DemoImageId}/";

    private async Task<JsonElement[]> ListAsync(string query = "")
    {
        var answer = await SendAsync("GET", $"{Audit}?page_size=100&{query}");
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "AuditPage");
        return [.. answer.Json.GetProperty("results").EnumerateArray()];
    }

    private async Task<JsonElement> OneAsync(string kind) => (await ListAsync($"kind={kind}")).ShouldHaveSingleItem(kind);

    private Task<Answer> LoginAsync(string password) =>
        SendAsync("POST", "/api/v1/auth/login/", Json(JsonSerializer.Serialize(new { username = Known.Email, password })), token: "");

    private async Task<Guid> MeAsync() => (await LoginAsync(Known.Password)).Json.GetProperty("id").GetGuid();

    [Fact]
    public async Task Sign_ins_good_and_failed_are_noted_with_the_address_and_never_the_password()
    {
        var me = await MeAsync();
        (await LoginAsync("guess-of-a-password")).Status.ShouldBe(401);
        var login = JsonSerializer.Serialize(new { username = "nobody@x.test", password = "p" });
        (await SendAsync("POST", "/api/v1/auth/login/", Json(login), token: "")).Status.ShouldBe(401);
        foreach (var kind in new[] { AuditKinds.SignIn, AuditKinds.SignInFailed })
        {
            var e = await OneAsync(kind);
            (e.GetProperty("user_id").GetGuid(), e.GetProperty("at").GetDateTimeOffset()).ShouldBe((me, Clock.Now));
            e.GetProperty("address").GetString().ShouldBe("127.0.0.1");
        }

        (await SendAsync("GET", $"{Audit}?page_size=100")).Text.ShouldNotContain("guess");
    }

    [Fact]
    public async Task Tokens_are_noted_when_they_are_made_used_and_revoked()
    {
        var expires = Clock.Now.AddDays(3);
        var made = await SendAsync(
            "POST",
            "/api/v1/auth/private_tokens/",
            Json(JsonSerializer.Serialize(new { name = "app", expiration_time = expires }))
        );
        var (id, secret) = (made.Json.GetProperty("id").GetInt32(), made.Json.GetProperty("data").GetString()!);
        for (var i = 0; i < 3; i++)
            (await SendAsync("GET", Image, token: secret)).Status.ShouldBe(200);
        (await SendAsync("DELETE", $"/api/v1/auth/private_tokens/{id}/")).Status.ShouldBe(204);
        var used = (await ListAsync("kind=token_used")).Single(e => e.GetProperty("token_id").GetInt32() == id);
        used.GetProperty("user_id").GetGuid().ShouldBe(await MeAsync());
        foreach (var kind in new[] { "token_created", "token_revoked" })
            (await ListAsync($"kind={kind}"))
                .Count(e => e.GetProperty("detail").GetProperty("token_id").GetInt32() == id)
                .ShouldBe(1, kind);
        Clock.Now += TimeSpan.FromMinutes(61);
        await ListAsync();
        (await ListAsync("kind=token_used")).Count(e => e.GetProperty("token_id").GetInt32() != id).ShouldBe(2, "once an hour");
        (await SendAsync("GET", $"{Audit}?page_size=100")).Text.ShouldNotContain(secret[..12]);
    }

    [Fact]
    public async Task Urls_are_noted_when_they_are_issued_opened_and_revoked()
    {
        var urls = (await MasksOfAsync(Known.DemoImageId, """[{"algorithm_tech_name":"lines"}]""")).ToArray();
        for (var i = 0; i < 3; i++)
            await PictureAsync(urls[0]);
        var list = (await SendAsync("GET", $"{Image}urls/")).Json.GetProperty("results");
        var id = list[0].GetProperty("id").GetString();
        (await SendAsync("DELETE", $"{Company}/urls/{id}/")).Status.ShouldBe(204);
        (await SendAsync("GET", urls[0].GetProperty("masked_image_url").GetString()!, token: "")).Status.ShouldBe(410);
        foreach (var kind in new[] { "url_issued", "url_opened", "urls_revoked" })
        {
            var e = await OneAsync(kind);
            (e.GetProperty("image_id").GetGuid(), e.GetProperty("detail").GetProperty("url_id").GetString()).ShouldBe(
                (Known.DemoImageId, id)
            );
            e.GetProperty("user_id")
                .ValueKind.ShouldBe(
                    kind == "url_opened" ? JsonValueKind.Null : JsonValueKind.String,
                    "who has a URL is not asked who it is"
                );
        }

        var text = (await SendAsync("GET", $"{Audit}?page_size=100")).Text;
        text.ShouldNotContain("signature");
        text.ShouldNotContain("/files/");
    }

    [Fact]
    public async Task What_is_read_added_changed_and_erased_is_noted()
    {
        await ListAsync();
        (await SendAsync("GET", $"{Image}results/")).Status.ShouldBe(200);
        (await SendAsync("GET", $"{Image}results/")).Status.ShouldBe(200);
        (await OneAsync("results_read")).GetProperty("image_id").GetGuid().ShouldBe(Known.DemoImageId);
        (await SendAsync("GET", $"{Company}/images/{Guid.NewGuid()}/results/")).Status.ShouldBe(404);
        (await ListAsync("kind=results_read")).Length.ShouldBe(1, "a refusal reads nothing");
        (await SendAsync("DELETE", $"{Image}results/pores/")).Status.ShouldBe(204);
        (await OneAsync("result_deleted")).GetProperty("detail").GetProperty("algorithm").GetString().ShouldBe("pores");
        var image = await UploadAsync(Photos.Png(4, 4, 1));
        (await ListAsync($"kind=image_added&image={image}")).Length.ShouldBe(1);
        (await SendAsync("DELETE", $"{Company}/images/{image}/")).Status.ShouldBe(204);
        (await OneAsync("image_erased")).GetProperty("image_id").GetGuid().ShouldBe(image);
        (await SendAsync("PATCH", $"{Company}/settings/", Json("""{"audit_days":30}"""))).Status.ShouldBe(200);
        (await OneAsync("settings_changed")).GetProperty("detail").GetProperty("audit_days").GetInt32().ShouldBe(30);
        var bob = await AddUserAsync();
        (await SendAsync("POST", $"{Company}/members/", Json("""{"email":"bob@x.test","role":"member"}"""))).Status.ShouldBe(201);
        (await SendAsync("PATCH", $"{Company}/members/{bob}/", Json("""{"role":"owner"}"""))).Status.ShouldBe(200);
        (await SendAsync("DELETE", $"{Company}/members/{bob}/")).Status.ShouldBe(204);
        foreach (var (kind, role) in new[] { ("member_added", "member"), ("role_changed", "owner") })
        {
            var detail = (await OneAsync(kind)).GetProperty("detail");
            (detail.GetProperty("user_id").GetGuid(), detail.GetProperty("role").GetString()).ShouldBe((bob, role));
        }

        (await OneAsync("member_removed")).GetProperty("detail").GetProperty("user_id").GetGuid().ShouldBe(bob);
        (await SendAsync("GET", $"{Audit}?page_size=100")).Text.ShouldNotContain("bob@x.test", Case.Sensitive, "ids alone");
    }

    [Fact]
    public async Task The_log_is_filtered_paged_and_exported()
    {
        var start = Clock.Now;
        for (var i = 0; i < 3; i++)
        {
            Clock.Now += TimeSpan.FromSeconds(10);
            await UploadAsync(Photos.Png(4, 4, (byte)i));
        }

        (await ListAsync("kind=image_added")).Length.ShouldBe(3);
        string At(int seconds) => Uri.EscapeDataString(start.AddSeconds(seconds).ToString("O"));
        (await ListAsync($"kind=image_added&from={At(10)}&to={At(30)}")).Length.ShouldBe(2);
        var me = await MeAsync();
        (await ListAsync($"kind=image_added&user={me}")).Length.ShouldBe(3);
        (await ListAsync($"user={Guid.NewGuid()}")).ShouldBeEmpty();
        var page = (await SendAsync("GET", $"{Audit}?kind=image_added&page_size=2&page=2")).Json;
        (page.GetProperty("count").GetInt32(), page.GetProperty("results").GetArrayLength()).ShouldBe((3, 1));
        page.GetProperty("previous").GetString()!.ShouldContain("kind=image_added");
        foreach (var wrong in new[] { "user=x", "from=yesterday", "kinds=a", "page=0" })
            (await SendAsync("GET", $"{Audit}?{wrong}")).Status.ShouldBe(400, wrong);

        var export = await SendAsync("GET", $"{Audit}export/?kind=image_added");
        export.ContentHeaders.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = export
            .Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToArray();
        lines.Select(l => l.GetRawText()).ShouldBe((await ListAsync("kind=image_added")).Select(e => e.GetRawText()));
        (await OneAsync("audit_exported")).GetProperty("user_id").GetGuid().ShouldBe(me);
    }

    [Fact]
    public async Task An_export_of_thousands_of_events_has_each_once()
    {
        await WithAsync<AuditLog, int>(async log =>
        {
            for (var i = 0; i < 3500; i++)
                log.Add(new AuditEntry("image_added") { CompanyId = Known.CompanyId, ImageId = Known.DemoImageId });
            await log.FlushAsync(default);
            return 0;
        });
        var ids = (await SendAsync("GET", $"{Audit}export/?kind=image_added"))
            .Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt64())
            .ToArray();
        (ids.Length, ids.Distinct().Count()).ShouldBe((3500, 3500));
        ids.ShouldBe(ids.OrderDescending());
    }

    [Fact]
    public async Task Owners_alone_read_it_and_only_of_their_company()
    {
        var bob = await AddUserAsync();
        foreach (var role in new[] { Role.ReadOnly, Role.Member })
        {
            await WithAsync<CutisDb, int>(async db =>
            {
                await db.Memberships.Where(m => m.UserId == bob).ExecuteDeleteAsync();
                db.Add(
                    new Membership
                    {
                        UserId = bob,
                        CompanyId = Known.CompanyId,
                        Role = role,
                    }
                );
                return await db.SaveChangesAsync();
            });
            var token = await WithAsync<PrivateTokens, string>(t => t.CreateAsync(bob, "t", Clock.Now.AddDays(1), default));
            (await SendAsync("GET", Audit, token: token)).Status.ShouldBe(403);
            (await SendAsync("GET", $"{Audit}export/", token: token)).Status.ShouldBe(403);
        }

        var (company, foreign) = await AddStrangerAsync();
        (await SendAsync("GET", Audit, token: foreign)).Status.ShouldBe(403);
        var theirs = await SendAsync("GET", $"/api/v1/companies/{company}/audit/?image={Known.DemoImageId}", token: foreign);
        theirs.Json.GetProperty("count").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Events_go_when_the_company_keeps_them_no_longer()
    {
        await UploadAsync(Photos.Png(4, 4, 1));
        await SendAsync("PATCH", $"{Company}/settings/", Json("""{"audit_days":10}"""));
        (await SendAsync("PATCH", $"{Company}/settings/", Json("""{"audit_days":0}"""))).Status.ShouldBe(400);
        Clock.Now += TimeSpan.FromDays(9);
        await SweepAsync();
        (await ListAsync("kind=image_added")).Length.ShouldBe(1);
        Clock.Now += TimeSpan.FromDays(2);
        await SweepAsync();
        (await ListAsync()).ShouldAllBe(e => e.GetProperty("at").GetDateTimeOffset() >= Clock.Now.AddDays(-10));
        (await ListAsync("kind=image_added")).ShouldBeEmpty();

        Task SweepAsync() =>
            WithAsync<AuditReader, int>(async reader =>
            {
                await reader.SweepAsync(default);
                return 0;
            });
    }

    [Fact]
    public async Task What_was_noted_is_written_when_the_server_stops()
    {
        (await SendAsync("GET", Image)).Status.ShouldBe(200);
        await RestartAsync();
        (await ListAsync("kind=url_issued")).Length.ShouldBe(5, "the original in four sizes and the restored photo");
    }

    [Fact]
    public void Every_route_that_gives_out_results_notes_it()
    {
        var silent =
            from endpoint in Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where endpoint.RoutePattern.RawText!.Contains("results", StringComparison.Ordinal)
            where endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")
            where endpoint.Metadata.GetMetadata<ReadsResults>() is null
            select endpoint.RoutePattern.RawText;
        silent.ShouldBeEmpty("say .NotesReading() beside the route");
    }

    private Task<Guid> AddUserAsync() =>
        WithAsync<Users, Guid>(async users => (await users.AddAsync("bob@x.test", "Bob", default)).Item1!.Id);

    private async Task<TAnswer> WithAsync<T, TAnswer>(Func<T, Task<TAnswer>> work)
        where T : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<T>());
    }
}
