using System;
using System.Net.Sockets;
using System.Text;

namespace Cutis.Server.Tests;

/// <summary>
/// Bodies that lie about their length, come in chunks, break off or are too long: they leave nothing and take no memory ahead.
/// </summary>
public class UploadBodyTests : TestServer
{
    public UploadBodyTests() => Settings["RateLimit:PerMinute"] = "0";

    private string[] Files => Directory.GetFiles(Path.Combine(Data, "objects"), "*", SearchOption.AllDirectories);

    private string[] Written =>
        [
            .. Directory
                .GetFiles(Path.Combine(Data, "objects/temporary"), "*", SearchOption.AllDirectories)
                .Where(f => Path.GetFileName(f) != "lock"),
        ];

    private string Uploads => $"{Company}/images/";

    /// <summary>Sends the beginning of a request as it is, and gives the connection.</summary>
    private async Task<TcpClient> BeginAsync(string method, string path, string headers, byte[] body)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(Client.BaseAddress!.Host, Client.BaseAddress.Port);
        var head =
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Known.PrivateToken}\r\n"
            + $"Connection: close\r\n{headers}\r\n\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await connection.GetStream().WriteAsync(body);
        return connection;
    }

    private static async Task<string> RestAsync(TcpClient connection)
    {
        var (buffer, text) = (new byte[4096], new StringBuilder());
        try
        {
            for (var read = 1; read > 0; text.Append(Encoding.Latin1.GetString(buffer, 0, read)))
                read = await connection.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (IOException)
        {
            // The server does not wait for a body that it will not read.
        }

        return text.ToString();
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 600 && !holds(); i++)
            await Task.Delay(50);
        holds().ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(70_000)]
    public async Task A_photo_in_chunks_of_any_size_is_stored_as_it_is(int chunk)
    {
        var photo = GraceHopper.Photo;
        if (chunk == 1)
            photo = Photos.GreyJpeg;
        var body = new MemoryStream();
        for (var at = 0; at < photo.Length; at += chunk)
        {
            var part = photo.AsSpan(at, Math.Min(chunk, photo.Length - at));
            body.Write(Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"));
            body.Write(part);
            body.Write("\r\n"u8);
        }

        body.Write("0\r\n\r\n"u8);
        using var connection = await BeginAsync("POST", Uploads, "Transfer-Encoding: chunked", body.ToArray());
        var answer = await RestAsync(connection);
        answer.ShouldStartWith("HTTP/1.1 201");
        answer.ShouldContain(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(photo)));
        Written.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("PUT", "restored/")]
    [InlineData("PUT", "results/pores/")]
    public async Task An_announced_length_over_the_limit_is_refused_before_a_byte_has_come(string method, string path)
    {
        var before = Files.Length;
        using var connection = await BeginAsync(
            method,
            path.Length == 0 ? Uploads : $"{Uploads}{Known.DemoImageId}/{path}",
            "Content-Length: 99999999999",
            []
        );
        (await RestAsync(connection)).ShouldStartWith("HTTP/1.1 413");
        Files.Length.ShouldBe(before);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_leaves_nothing()
    {
        var before = Files.Where(f => Path.GetFileName(f) != "lock").Order().ToArray();
        foreach (var headers in new[] { "Content-Length: 5000000", "Transfer-Encoding: chunked" })
        {
            foreach (var path in new[] { ("POST", Uploads), ("PUT", $"{Uploads}{Known.DemoImageId}/restored/") })
            {
                byte[] body = headers[0] == 'C' ? new byte[300_000] : [.. "493e0\r\n"u8, .. new byte[300_000], .. "\r\n"u8];
                var connection = await BeginAsync(path.Item1, path.Item2, headers, body);
                await UntilAsync(() => Written.Length > 0);
                connection.Client.LingerState = new LingerOption(true, 0);
                connection.Dispose();
                await UntilAsync(() => Written.Length == 0);
            }
        }

        Files.Where(f => Path.GetFileName(f) != "lock").Order().ShouldBe(before);
        (await SendAsync("GET", "/health/ready", token: "")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("zz\r\nabc\r\n")]
    [InlineData("ffffffffffffffff\r\nabc\r\n")]
    [InlineData("3\r\nabcXX")]
    public async Task Chunks_that_break_the_rules_are_400(string body)
    {
        foreach (var path in new[] { Uploads, $"{Uploads}{Known.DemoImageId}/restored/", $"{Uploads}{Known.DemoImageId}/results/pores/" })
        {
            using var connection = await BeginAsync(
                path == Uploads ? "POST" : "PUT",
                path,
                "Transfer-Encoding: chunked",
                Encoding.ASCII.GetBytes(body)
            );
            var answer = await RestAsync(connection);
            answer.ShouldStartWith("HTTP/1.1 400");
            Written.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_request_that_comes_slowly_waits_on_the_disk_and_is_answered_when_it_is_whole()
    {
        var body = Encoding.ASCII.GetBytes(
            $$"""{"image_id":"{{Known.DemoImageId}}",{{new string(' ', 500_000)}}"masks":[{"algorithm_tech_name":"lines"}]}"""
        );
        using var connection = await BeginAsync(
            "POST",
            MasksPath,
            $"Content-Type: application/json\r\nContent-Length: {body.Length}",
            body[..200_000]
        );
        await UntilAsync(() => Written.Length == 1);
        await connection.GetStream().WriteAsync(body.AsMemory(200_000));
        (await RestAsync(connection)).ShouldStartWith("HTTP/1.1 200");
        Written.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Content-Length: 1048577")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_request_over_its_limit_is_413(string headers)
    {
        byte[] body =
            headers[0] == 'C' ? [] : [.. Encoding.ASCII.GetBytes($"{1_048_577:x}\r\n"), .. new byte[1_048_577], .. "\r\n0\r\n\r\n"u8];
        using var connection = await BeginAsync("POST", MasksPath, headers, body);
        (await RestAsync(connection)).ShouldStartWith("HTTP/1.1 413");
        Written.ShouldBeEmpty();
    }
}
