using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Server.Endpoints;
using Cutis.Server.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cutis.Server.Tests;

/// <summary>What goes wrong around a request has an answer that says so, and none of it is 500.</summary>
public class FailureTests : TestServer
{
    public FailureTests()
    {
        Settings["RateLimit:PerMinute"] = "0";
        Settings["Server:MaxConnections"] = "100";
    }

    [Fact]
    public async Task While_another_process_holds_the_database_writes_are_503_within_seconds_and_ready_says_database()
    {
        await using var other = new SqliteConnection($"Data Source={Path.Combine(Data, "cutis.db")}");
        await other.OpenAsync();
        await using (var hold = other.CreateCommand())
        {
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync();
        }

        var start = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => SendAsync("PATCH", $"{Company}/settings/", Json("""{"analyse_uploads":true}""")))
        );
        // One after the other they would wait a minute.
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(5 * WriteLock.BusyTimeout);
        foreach (var answer in answers)
        {
            (answer.Status, answer.Json.GetProperty("code").GetString()).ShouldBe((503, "database_busy"));
            answer.Headers.RetryAfter.ShouldNotBeNull();
        }

        (await SendAsync("GET", $"{Company}/images/")).Status.ShouldBe(200, "reading goes on");
        var ready = await SendAsync("GET", "/health/ready", token: "");
        (ready.Status, ready.Text).ShouldBe((503, """{"detail":"database"}"""));

        await using (var release = other.CreateCommand())
        {
            release.CommandText = "ROLLBACK";
            await release.ExecuteNonQueryAsync();
        }

        (await SendAsync("PATCH", $"{Company}/settings/", Json("""{"analyse_uploads":true}"""))).Status.ShouldBe(200);
        for (var i = 0; i < 100 && (await SendAsync("GET", "/health/ready", token: "")).Status != 200; i++)
            await Task.Delay(100);
        (await SendAsync("GET", "/health/ready", token: "")).Text.ShouldBe("ok");
    }

    [Fact]
    public async Task Ready_looks_once_a_second_however_often_it_is_asked()
    {
        var readiness = Services.GetRequiredService<Readiness>();
        var same = 0;
        for (var i = 0; i < 20; i++)
        {
            var first = readiness.FindProblemAsync();
            await first;
            if (ReferenceEquals(first, readiness.FindProblemAsync()))
                same++;
        }

        same.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Ready_says_storage_and_signing_keys_and_that_the_database_is_gone()
    {
        Services.GetRequiredService<SigningKeys>();
        File.WriteAllText(Path.Combine(Data, "signing-keys.json"), "no keys");
        Directory.Move(Path.Combine(Data, "objects"), Path.Combine(Data, "elsewhere"));
        File.WriteAllText(Path.Combine(Data, "objects"), "");
        File.Move(Path.Combine(Data, "cutis.db"), Path.Combine(Data, "cutis.db.away"));
        var ready = await SendAsync("GET", "/health/ready", token: "");
        for (var i = 0; i < 100 && !(ready.Text.Contains("database") && ready.Text.Contains("signing keys")); i++)
        {
            await Task.Delay(100);
            ready = await SendAsync("GET", "/health/ready", token: "");
        }

        (ready.Status, ready.Text).ShouldBe((503, """{"detail":"database, storage, signing keys"}"""));
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF")]
    [InlineData("xyz")]
    [InlineData("-1")]
    public async Task A_chunk_size_that_is_none_is_400(string size)
    {
        var text = await RawAsync(
            $"POST {Company}/images/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + $"{Known.PrivateToken}\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n"
        );
        text.ShouldStartWith("HTTP/1.1 400", customMessage: text);
        text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task No_more_connections_are_held_than_allowed()
    {
        var held = new List<Socket>();
        try
        {
            for (var i = 0; i < 130; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, Client.BaseAddress!.Port);
                held.Add(socket);
            }

            var closed = 0;
            for (var i = 0; i < 100 && closed < 30; i++)
            {
                await Task.Delay(100);
                closed = held.Count(s => s.Poll(0, SelectMode.SelectRead) && s.Available == 0);
            }

            closed.ShouldBeGreaterThanOrEqualTo(30);
        }
        finally
        {
            held.ForEach(s => s.Dispose());
        }
    }

    [Theory]
    [InlineData("/health/live", "no-store")]
    [InlineData("/nowhere", "no-store")]
    [InlineData("/api/v1/dicts/algorithms/", "no-store")]
    [InlineData("/service/rasterisation/v4/masks/", "no-store")]
    [InlineData("/files/companies/00000000-0000-0000-0000-000000000000/images/00000000-0000-0000-0000-000000000000/photos/x", "no-store")]
    [InlineData("/docs", "no-store")]
    [InlineData("/docs/docs.js", "max-age=3600")]
    public async Task Every_answer_has_headers_that_keep_it_to_its_reader(string path, string caching)
    {
        foreach (var method in new[] { "GET", "POST" })
        {
            var answer = await SendAsync(method, path, token: "");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], path);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"], path);
            answer.Headers.GetValues("X-Request-Id").Single().Length.ShouldBe(32);
            answer.Headers.CacheControl!.ToString().ShouldBe(answer.Status == 200 ? caching : "no-store", path);
        }
    }

    [Fact]
    public void The_table_of_exceptions_is_whole()
    {
        var database = (int code, int extended) => new DbUpdateException("", new SqliteException("", code, extended));
        (Exception Exception, bool HasLeft, int Status)[] table =
        [
            (new OperationCanceledException(), true, 499),
            (new ConnectionResetException(""), false, 499),
            (new IOException(), true, 499),
            (new ConnectionAbortedException(), false, 499),
            (new OperationCanceledException("", new ConnectionResetException("")), false, 499),
            (new BadHttpRequestException("", 400), false, 400),
            (new BadHttpRequestException("", 413), false, 413),
            (new BadHttpRequestException("", 408), false, 408),
            (new IOException("", new OverflowException()), false, 400),
            (new DbUpdateConcurrencyException(), false, 409),
            (database(19, 2067), false, 409),
            (database(5, 5), false, 503),
            (database(6, 6), false, 503),
            (new DatabaseBusyException(), false, 503),
            (database(8, 8), false, 503),
            (database(10, 10), false, 503),
            (database(14, 14), false, 503),
            (database(11, 11), false, 503),
            (database(26, 26), false, 503),
            (database(13, 13), false, 507),
            (database(10, 0x130A), false, 507),
            (new IOException("", 28), false, 507),
            (new IOException("", 122), false, 507),
            (new IOException("", unchecked((int)0x80070070)), false, 507),
            (new UnauthorizedAccessException(), false, 503),
            (new IOException("", 30), false, 503),
            (new IOException("", 5), false, 503),
            (new OutOfMemoryException(), false, 503),
            (new InsufficientMemoryException(), false, 503),
            (new TimeoutException(), false, 503),
            (new OperationCanceledException(), false, 503),
            (new InvalidOperationException(), false, 500),
        ];
        foreach (var (exception, hasLeft, status) in table)
        {
            var failure = Failure.Classify(exception, hasLeft, serverStops: false);
            StatusOf(failure.Answer).ShouldBe(status, $"{exception.GetType().Name} {exception.InnerException} {exception.HResult}");
            failure.HasTrace.ShouldBe(status == 500);
            (failure.Level == LogLevel.None).ShouldBe(status is 499 or 400 or 408 or 413);
        }
    }

    private static int StatusOf(IResult answer) => (int)answer.GetType().GetProperty("Status")!.GetValue(answer)!;

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Client.BaseAddress!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        var answer = new byte[64 << 10];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var read = await stream.ReadAtLeastAsync(answer, 12, throwOnEndOfStream: false, limit.Token);
        return Encoding.UTF8.GetString(answer, 0, read);
    }
}
