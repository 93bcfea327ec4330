using System;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Cutis.Platform.Notifications;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>The WebSocket of notifications, as clients open it.</summary>
public sealed class NotificationTests : TestServer
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Theory]
    [InlineData("Cookie", "authorization={0}")]
    [InlineData("Cookie", "other=1; authorization={0}")]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authentication", "Bearer {0}")]
    public async Task Results_and_batches_are_told_of_as_they_finish(string header, string value)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader(header, string.Format(null, value, Known.PrivateToken));
        await socket.ConnectAsync(Address("?user_id="), Soon);
        var builder = new DatasetBuilder(Services, Known.CompanyId);
        var batch = await builder.AddBatchAsync(await builder.AddDatasetAsync());
        var image = await builder.UploadAsync(batch, Photos.GreyPng);
        var told = new List<JsonElement>();
        do told.Add(await ReceiveAsync(socket));
        while (told[^1].GetProperty("event").GetString() != "batch.finished");
        told[^1].GetProperty("batch_id").GetGuid().ShouldBe(batch.Id);
        var results = told[..^1];
        results.ShouldAllBe(r =>
            r.GetProperty("event").GetString() == "result.finished" && r.GetProperty("image_id").GetGuid() == image.Id
        );
        results.ShouldContain(r => r.GetProperty("algorithm_tech_name").GetString() == "lines");
        // What is told of is there.
        var stored = await SendAsync("GET", $"{Company}/images/{image.Id}/results/lines/");
        stored.Status.ShouldBe(200, stored.Text);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Soon);
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task Only_companies_of_the_caller_are_told_of()
    {
        var (company, token) = await AddStrangerAsync();
        using var socket = await OpenAsync(token);
        Publish(Known.CompanyId, "foreign");
        Publish(company, "own");
        (await ReceiveAsync(socket)).GetProperty("text").GetString().ShouldBe("own");
    }

    [Fact]
    public async Task A_token_that_was_revoked_hears_nothing_more()
    {
        var (company, token) = await AddStrangerAsync();
        using var socket = await OpenAsync(token);
        Publish(company, "before");
        (await ReceiveAsync(socket)).GetProperty("text").GetString().ShouldBe("before");
        await using (var scope = Services.CreateAsyncScope())
        {
            var now = Clock.Now;
            await scope
                .ServiceProvider.GetRequiredService<CutisDb>()
                .PrivateTokens.Where(t => t.Shown == token.Substring(0, 12))
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now));
        }

        Clock.Now += TimeSpan.FromSeconds(31);
        Publish(company, "after");
        var received = await socket.ReceiveAsync(new byte[1000], Soon);
        (received.MessageType, received.CloseStatus).ShouldBe((WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Without_a_token_it_does_not_open(string? token)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
            socket.Options.SetRequestHeader("Cookie", $"authorization={token}");
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(Address("?user_id="), Soon));
        socket.HttpStatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_caller_listens_to_his_own_alone_and_a_request_that_is_no_websocket_is_told_so()
    {
        (await SendAsync("GET", $"/notifications/?user_id={Guid.NewGuid()}")).Status.ShouldBe(403);
        var plain = await SendAsync("GET", "/notifications/?user_id=");
        plain.Status.ShouldBe(426);
        plain.Headers.Upgrade.ToString().ShouldBe("websocket");
        (await SendAsync("GET", "/notifications?user_id=")).Status.ShouldBe(426);
        // Elsewhere a cookie is no token.
        var cookie = await SendAsync(
            "GET",
            $"{Company}/settings/",
            token: "",
            also: r => r.Headers.Add("Cookie", $"authorization={Known.PrivateToken}")
        );
        cookie.Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_stop_of_the_server_closes_what_is_open()
    {
        using var socket = await OpenAsync(Known.PrivateToken);
        var closed = socket.ReceiveAsync(new byte[1000], Soon);
        await RestartAsync();
        var received = await closed;
        received.CloseStatus.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
    }

    private async Task<ClientWebSocket> OpenAsync(string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(Address(""), Soon);
        return socket;
    }

    private void Publish(Guid company, string text) =>
        Services
            .GetRequiredService<NotificationHub>()
            .Publish(new Notification(company, Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}""")));

    private Uri Address(string query) =>
        new UriBuilder(Client.BaseAddress!)
        {
            Scheme = "ws",
            Path = "/notifications/",
            Query = query,
        }.Uri;

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[10_000];
        var received = await socket.ReceiveAsync(buffer, Soon);
        received.MessageType.ShouldBe(WebSocketMessageType.Text, $"{received.CloseStatus}");
        received.EndOfMessage.ShouldBeTrue();
        return JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
    }
}
