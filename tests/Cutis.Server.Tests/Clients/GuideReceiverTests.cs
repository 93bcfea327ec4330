using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Cutis.Server.Tests.Clients;

/// <summary>
/// The receivers of webhooks in the guide: each takes what the server has signed, and nothing that somebody else has sent.
/// </summary>
[Collection(ClientTests.Name)]
public sealed class GuideReceiverTests(ClientServer server) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-receiver-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("python3", "receive.py")]
    [InlineData("node", "receive.mjs")]
    [InlineData("dotnet", "receive.cs")]
    public async Task A_receiver_takes_what_is_signed(string program, string file)
    {
        var port = FreePort();
        var dataset = await IdAsync("POST", $"{server.Company}/datasets/", """{"name":"Receiver"}""");
        var hook = $$"""
            {"url":"http://127.0.0.1:{{port}}/hook","method":"post",
            "authorization":"bearer","authorization_key":"k","authorization_value":"v"}
            """;
        var made = await server.SendAsync("POST", $"{server.Company}/datasets/{dataset}/webhooks/", TestServer.Json(hook));
        var example = Path.Combine(OpenApi.Root, "docs/guide/examples", file);
        if (program == "dotnet")
            example = CSharpProgram.Compile(await File.ReadAllTextAsync(example), _folder);
        using var receiver = Process.Start(
            new ProcessStartInfo(program, [example, $"{port}", made.Json.GetProperty("secret_key").GetString()!])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        try
        {
            await ForgeAsync(port);
            var subjects = $"{server.Company}/datasets/{dataset}/subjects/";
            var subject = await IdAsync("POST", subjects, """{"name":"s"}""");
            var batch = await IdAsync("POST", $"{subjects}{subject}/batches/", "{}");
            var photo = $$"""{"b64data":"{{Convert.ToBase64String(Photos.GreyPng)}}"}""";
            var image = await IdAsync("POST", $"{subjects}{subject}/batches/{batch}/images/", photo);
            var said = await receiver.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(3));
            // The forged event has not been told of.
            said.ShouldBe($"application.finished {image} done");
        }
        finally
        {
            receiver.Kill();
            await receiver.WaitForExitAsync();
        }
    }

    // Waits until the receiver is there, too.
    private static async Task ForgeAsync(int port)
    {
        using var http = new HttpClient();
        for (var i = 0; ; i++)
        {
            using var forged = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/hook");
            forged.Content = TestServer.Json("""{"event":"forged","image_id":"i","status":"done"}""");
            forged.Headers.Add("webhook-id", "evt_1");
            forged.Headers.Add("webhook-timestamp", $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}");
            forged.Headers.Add("webhook-signature", "v1,c2lnbmF0dXJl");
            try
            {
                using var answer = await http.SendAsync(forged);
                answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
                return;
            }
            catch (HttpRequestException) when (i < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task<string> IdAsync(string method, string path, string body)
    {
        var answer = await server.SendAsync(method, path, TestServer.Json(body));
        answer.Status.ShouldBe(201, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
