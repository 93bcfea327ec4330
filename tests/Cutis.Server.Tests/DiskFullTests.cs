using System;
using System.Net;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>A real disk that is full: storing says so, erasing works and makes space.</summary>
public class DiskFullTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-full-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task On_a_full_disk_storing_is_507_erasing_works_and_then_there_is_space_again()
    {
        using var server = ServerProcess.OnDiskOfItsOwn(_folder, "size=14m");
        var (client, known) = await server.ReadyAsync();
        using (client)
        {
            var images = $"/api/v1/companies/{known.CompanyId}/images/";
            var random = new Random(1);
            var kept = new List<string>();
            HttpResponseMessage answer;
            while (true)
            {
                answer = await client.PostAsync(images, new ByteArrayContent(Photos.Noise(500, 500, random)));
                if (answer.StatusCode != HttpStatusCode.Created)
                    break;
                kept.Add(JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement.GetProperty("id").GetString()!);
                kept.Count.ShouldBeLessThan(100);
            }

            ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe(
                (507, """{"detail":"The disk of the server is full; erasing images frees space","code":"disk_full"}""")
            );

            // And nothing at all is left, not even for the log of the database.
            Fill(Path.Combine(server.Data, "filler"));
            var result = TestServer.Json("""{"algorithm_tech_name":"acne","masks_original":[]}""");
            ((int)(await client.PutAsync($"{images}{kept[0]}/results/acne/", result)).StatusCode).ShouldBe(507);
            var ready = await WaitForAsync(client, 503);
            ready.ShouldContain("disk full");

            foreach (var id in kept.Take(3))
            {
                answer = await client.DeleteAsync($"{images}{id}/");
                ((int)answer.StatusCode).ShouldBe(204, await answer.Content.ReadAsStringAsync());
                (await client.GetAsync($"{images}{id}/")).StatusCode.ShouldBe(HttpStatusCode.Gone);
                Directory.Exists(Path.Combine(server.Data, "objects", "companies", $"{known.CompanyId}", "images", id)).ShouldBeFalse();
            }

            File.Delete(Path.Combine(server.Data, "filler"));
            (await WaitForAsync(client, 200)).ShouldBe("ok");
            (await client.PostAsync(images, new ByteArrayContent(Photos.Png(50, 50, 90)))).StatusCode.ShouldBe(HttpStatusCode.Created);
            foreach (var id in kept.Skip(3))
                (await client.GetAsync($"{images}{id}/")).StatusCode.ShouldBe(HttpStatusCode.OK, "nothing acknowledged is lost");
            server.Output.ShouldNotContain("   at ", customMessage: "a full disk is no bug");
        }
    }

    private static async Task<string> WaitForAsync(HttpClient client, int status)
    {
        for (var i = 0; ; i++)
        {
            var ready = await client.GetAsync("/health/ready");
            var text = await ready.Content.ReadAsStringAsync();
            if ((int)ready.StatusCode == status)
                return text;
            i.ShouldBeLessThan(100, text);
            await Task.Delay(200);
        }
    }

    private static void Fill(string path)
    {
        using var filler = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                filler.Write(new byte[512]);
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
