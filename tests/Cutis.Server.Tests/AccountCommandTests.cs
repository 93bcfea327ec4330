using System;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>What an operator does with users, tokens and companies beside a running server takes effect in it at once.</summary>
public sealed class AccountCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("cutis-accounts-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => ServerProcess.RunAsync(_data, arguments);

    private async Task<string> FirstLineAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        code.ShouldBe(0, output);
        return output.Split('\n')[0];
    }

    [Fact]
    public async Task Users_tokens_and_companies_are_managed_beside_a_running_server()
    {
        using var server = new ServerProcess(_data);
        var (client, known) = await server.ReadyAsync();
        using var held = client;
        client.DefaultRequestHeaders.Authorization = null;

        // The credentials of the first start, in the process that a person starts.
        var (status, session) = await LoginAsync(client, known.Email, known.Password);
        status.ShouldBe(200);
        session.GetProperty("company_id").GetGuid().ShouldBe(known.CompanyId);
        (await ImagesAsync(client, known.CompanyId, session.GetProperty("token_access").GetString()!)).ShouldBe(200);

        var password = await FirstLineAsync("users", "add", "Ada@Example.org", "--name", "Ada Lovelace");
        (status, session) = await LoginAsync(client, "ada@example.org", password);
        (status, session.GetProperty("company_id").ValueKind).ShouldBe((200, JsonValueKind.Null));
        var access = session.GetProperty("access_token").GetString()!;
        (await ImagesAsync(client, known.CompanyId, access)).ShouldBe(403);
        await FirstLineAsync("users", "role", "ada@example.org", $"{known.CompanyId}", "member");
        (await ImagesAsync(client, known.CompanyId, access)).ShouldBe(200);
        (await RunAsync("users", "list")).Output.ShouldSatisfyAllConditions(
            o => o.ShouldContain("Ada Lovelace  member of Demo"),
            o => o.ShouldContain("admin@cutis.invalid"),
            o => o.ShouldContain("owner of Demo")
        );

        var token = await FirstLineAsync("tokens", "add", "phone", "--user", "ada@example.org", "--days", "2");
        (await ImagesAsync(client, known.CompanyId, token)).ShouldBe(200);
        (await RunAsync("tokens", "list")).Output.ShouldSatisfyAllConditions(
            o => o.ShouldContain("ada@example.org  phone"),
            o => o.ShouldContain("never used"),
            o => o.ShouldNotContain(token[12..])
        );
        var clinic = await FirstLineAsync("companies", "add", "Clinic", "--owner", "ada@example.org");
        (await ImagesAsync(client, Guid.Parse(clinic), token)).ShouldBe(200);
        (await ImagesAsync(client, Guid.Parse(clinic), known.PrivateToken)).ShouldBe(403);
        (await RunAsync("companies", "list")).Output.ShouldContain($"{clinic}     1 members  Clinic");

        var renewed = await FirstLineAsync("users", "password", "ada@example.org");
        (await ImagesAsync(client, known.CompanyId, access)).ShouldBe(401, "the sessions have ended");
        (await ImagesAsync(client, known.CompanyId, token)).ShouldBe(200, "private tokens go on");
        (await LoginAsync(client, "ada@example.org", password)).Status.ShouldBe(401);
        (await LoginAsync(client, "ada@example.org", renewed)).Status.ShouldBe(200);
        (await RunAsync("users", "disable", "ada@example.org")).Code.ShouldBe(0);
        (await ImagesAsync(client, known.CompanyId, token)).ShouldBe(401);
        (await LoginAsync(client, "ada@example.org", renewed)).Status.ShouldBe(401);
        (await RunAsync("users", "list")).Output.ShouldContain("disabled");
        (await RunAsync("users", "enable", "ada@example.org")).Code.ShouldBe(0);
        (await ImagesAsync(client, known.CompanyId, token)).ShouldBe(200);
        await FirstLineAsync("users", "role", "ada@example.org", $"{known.CompanyId}", "none");
        (await ImagesAsync(client, known.CompanyId, token)).ShouldBe(403);

        (await server.StopAsync()).ShouldBe(0);
        (await RunAsync("tokens", "list")).Output.ShouldContain("used 2", Case.Sensitive, "written when the server stops");
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_in_a_sentence()
    {
        using var server = new ServerProcess(_data);
        var (client, known) = await server.ReadyAsync();
        client.Dispose();
        await ShouldFailAsync(1, "There is no user eve@x.test.", "users", "password", "eve@x.test");
        await ShouldFailAsync(1, "There is no user eve@x.test.", "tokens", "create", "t", "--user", "eve@x.test");
        await ShouldFailAsync(1, "There is no user eve@x.test.", "companies", "create", "c", "--owner", "eve@x.test");
        await ShouldFailAsync(1, "is not an e-mail address", "users", "add", "eve");
        await ShouldFailAsync(1, "There is a user admin@cutis.invalid already.", "users", "add", "ADMIN@cutis.invalid");
        await ShouldFailAsync(2, "valid for 1 to 3650 days, not 0", "tokens", "create", "t", "--days", "0");
        await ShouldFailAsync(2, "is no role", "users", "role", known.Email, $"{known.CompanyId}", "admin");
        await ShouldFailAsync(1, "There is no company x.", "users", "role", known.Email, "x", "owner");
        await ShouldFailAsync(1, "keeps at least one owner", "users", "role", known.Email, $"{known.CompanyId}", "none");
        (await server.StopAsync()).ShouldBe(0);
    }

    private async Task ShouldFailAsync(int expected, string sentence, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        (code, output.Contains(sentence, StringComparison.Ordinal)).ShouldBe((expected, true), output);
    }

    private static async Task<(int Status, JsonElement Session)> LoginAsync(HttpClient client, string username, string password)
    {
        using var answer = await client.PostAsync("/api/v1/auth/login/", JsonContent.Create(new { username, password }));
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement);
    }

    private static async Task<int> ImagesAsync(HttpClient client, Guid company, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/companies/{company}/images/");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
