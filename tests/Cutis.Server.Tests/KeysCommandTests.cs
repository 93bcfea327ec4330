using System;
using System.Text.Json;
using Cutis.Platform.Urls;

namespace Cutis.Server.Tests;

/// <summary><c>./run keys</c>, beside a running server and without one.</summary>
public class KeysCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Data => Path.Combine(_folder, "data");

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => ServerProcess.RunAsync(Data, arguments);

    [Fact]
    public async Task A_running_server_follows_a_revocation_and_the_list_never_shows_a_secret()
    {
        using var server = new ServerProcess(Data);
        var (client, known) = await server.ReadyAsync();
        using (client)
        {
            var path = $"/api/v1/companies/{known.CompanyId}/images/{known.DemoImageId}/";
            var image = JsonDocument.Parse(await client.GetStringAsync(path)).RootElement;
            var url = image.GetProperty("urls").GetProperty("original").GetString()!;
            (await client.GetAsync(url)).EnsureSuccessStatusCode();
            var id = url.Split("kid=")[1].Split('&')[0];
            (await RunAsync("keys", "list")).ShouldSatisfyAllConditions(
                r => r.Code.ShouldBe(0),
                r => r.Output.ShouldMatch($"^{id}  made .* UTC, .*  signs$")
            );
            (await RunAsync("keys", "revoke", id)).ShouldSatisfyAllConditions(
                r => r.Code.ShouldBe(0),
                r => r.Output.ShouldContain($"key {id} is revoked")
            );
            await Task.Delay(1000);
            ((int)(await client.GetAsync(url)).StatusCode).ShouldBe(403);

            var list = (await RunAsync("keys", "list")).Output;
            list.Split('\n').Length.ShouldBe(2);
            list.ShouldContain("revoked 20");
            foreach (var key in new SigningKeys(Data, TimeProvider.System).Ring().Keys)
            {
                list.ShouldContain(key.Id);
                list.ShouldNotContain(Convert.ToBase64String(key.Secret)[..8]);
            }

            (await RunAsync("keys", "revoke", "nosuch")).ShouldSatisfyAllConditions(
                r => r.Code.ShouldBe(1),
                r => r.Output.ShouldContain("There is no signing key nosuch")
            );
        }
    }

    [Fact]
    public async Task Broken_keys_stop_the_start_and_the_commands_with_a_sentence()
    {
        (await RunAsync("keys", "list")).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1),
            r => r.Output.ShouldContain("start the server first")
        );
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, SigningKeys.FileName), "{");
        foreach (var command in new[] { Array.Empty<string>(), ["keys", "rotate"], ["keys", "list"] })
        {
            var (code, output) = await RunAsync(command);
            code.ShouldBe(1, output);
            output.ShouldContain("signing-keys.json does not hold signing keys. Put a copy of it back; or delete it");
            output.ShouldNotContain("   at ");
        }

        File.ReadAllText(Path.Combine(Data, SigningKeys.FileName)).ShouldBe("{");
    }
}
