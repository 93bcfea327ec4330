using System;
using System.Net.Http.Headers;
using System.Text.Json;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Server.Host;

namespace Cutis.Server.Tests;

/// <summary>Fifty uploads of 30 MiB at once, on a server with a heap of 256 MiB.</summary>
public class UploadMemoryTests
{
    private const int Clients = 50;
    private const int PhotoBytes = 30 << 20;

    [Fact]
    public async Task Fifty_uploads_at_once_do_not_take_the_memory_of_their_photos()
    {
        var data = Directory.CreateTempSubdirectory("cutis-uploads-").FullName;
        try
        {
            await using (var app = CutisApp.Build(new ServerSettings("http://127.0.0.1:0", data), quiet: true))
                await FirstStart.RunAsync(app.Services, new ServerSettings("http://127.0.0.1:0", data), default, GraceHopper.AddAsync);
            using var process = new ServerProcess(
                data,
                [("DOTNET_GCHeapHardLimit", "0x10000000"), ("CUTIS__ADMISSION__WAITLIMIT", "00:10:00")]
            );
            var (client, known) = await process.ReadyAsync();
            using (client)
            {
                client.Timeout = TimeSpan.FromMinutes(10);
                var company = $"/api/v1/companies/{known.CompanyId}";
                var dataset = await AddAsync(client, $"{company}/datasets/", """{"name":"d"}""", "id");
                var subject = await AddAsync(client, $"{company}/datasets/{dataset}/subjects/", """{"name":"s"}""", "id");
                var urls = new List<string>();
                for (var i = 0; i < Clients; i++)
                    urls.Add(await AddAsync(client, $"{company}/subjects/{subject}/signed_upload_url/", "{}", "url"));
                var photo = Padded(PhotoBytes);
                var answers = await Task.WhenAll(urls.Select(url => PutAsync(client, url, photo)));
                answers.ShouldAllBe(status => status == 200);
                process.Output.ShouldNotContain("OutOfMemory");
                process.PeakBytes.ShouldBeLessThan(600L << 20);
            }

            (await process.StopAsync()).ShouldBe(0, "it lived to the end");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<string> AddAsync(HttpClient client, string path, string body, string key)
    {
        using var content = TestServer.Json(body);
        var answer = await client.PostAsync(path, content);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement.GetProperty(key).GetString()!;
    }

    private static async Task<int> PutAsync(HttpClient client, string url, byte[] photo)
    {
        using var body = new ByteArrayContent(photo);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await client.PutAsync(url, body);
        return (int)answer.StatusCode;
    }

    // A small JPEG made large by comments.
    private static byte[] Padded(int length)
    {
        var small = Photos.Jpeg(640, 480);
        using var file = new MemoryStream();
        file.Write(small.AsSpan(0, 2));
        while (file.Length + 0xffff + 2 < length - small.Length)
        {
            file.Write([0xff, 0xfe, 0xff, 0xff]);
            file.Write(new byte[0xfffd]);
        }

        file.Write(small.AsSpan(2));
        return file.ToArray();
    }
}
