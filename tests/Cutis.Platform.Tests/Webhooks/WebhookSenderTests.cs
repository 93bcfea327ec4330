using System;
using System.Net;
using System.Net.Sockets;
using Cutis.Platform.Webhooks;

namespace Cutis.Platform.Tests.Webhooks;

/// <summary>Where connections are made to, by what names lead to at that moment.</summary>
public sealed class WebhookSenderTests : IAsyncLifetime
{
    private const string Refused = "The host leads to a private or special network, which the operator of this server has not allowed";
    private readonly Receiver _receiver = new();
    private readonly Names _names = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("fe80::1")]
    public async Task A_name_that_leads_to_a_special_address_is_refused(string address)
    {
        _names.Answer = [IPAddress.Parse(address)];
        (await SendAsync("hook.example")).ShouldBe(new SendOutcome(null, Refused));
        _receiver.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task The_machine_itself_is_refused_by_any_name(string host)
    {
        using var sender = Create("", new HostAddresses());
        (await SendAsync(host, sender)).Error.ShouldBe(Refused);
        _receiver.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_whose_answer_changes_is_refused_from_then_on()
    {
        // 127.0.0.2 stands for a public address here.
        using var sender = Create("127.0.0.2/32", _names);
        _names.Answer = [IPAddress.Parse("127.0.0.2")];
        (await SendAsync("hook.example", sender)).Error.ShouldBe("No connection could be made", "it is allowed, and nobody listens there");
        _names.Answer = [IPAddress.Loopback];
        (await SendAsync("hook.example", sender)).Error.ShouldBe(Refused);
        _names.Asked.ShouldBe(2, "it is asked for at each connection");
        _receiver.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_several_addresses_only_those_allowed_are_tried()
    {
        using var sender = Create("127.0.0.2/32", _names);
        _names.Answer = [IPAddress.Loopback, IPAddress.Parse("127.0.0.2")];
        (await SendAsync("hook.example", sender)).Error.ShouldBe("No connection could be made");
        _receiver.All.ShouldBeEmpty("the first address listens, and is not allowed");
        using var both = Create("127.0.0.0/8", _names);
        _names.Answer = [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback];
        (await SendAsync("hook.example", both)).Status.ShouldBe(404, "the second one is tried when the first does not listen");
    }

    [Fact]
    public async Task An_unknown_host_and_a_silent_one_are_told_apart()
    {
        using var sender = Create("127.0.0.0/8", _names);
        _names.Fault = new SocketException((int)SocketError.HostNotFound);
        (await SendAsync("hook.example", sender)).Error.ShouldBe("The host was not found");
        var release = new TaskCompletionSource();
        _receiver.Answer = (_, _) => release.Task;
        using var hasty = Create("127.0.0.0/8", _names, TimeSpan.FromSeconds(1));
        (await SendAsync("127.0.0.1", hasty)).Error.ShouldBe("There was no answer within 1 seconds");
        release.SetResult();
    }

    [Fact]
    public async Task What_is_no_http_is_an_error_like_any_other()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("SSH-2.0-OpenSSH\r\n"u8.ToArray());
        });
        using var sender = Create("127.0.0.0/8", _names);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        (await sender.SendAsync(request, default)).Error.ShouldBe("The answer was cut off or is not HTTP");
        await serving;
    }

    private async Task<SendOutcome> SendAsync(string host, WebhookSender? given = null)
    {
        using var own = given is null ? Create("", _names) : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{host}:{_receiver.Port}/hook");
        return await (given ?? own!).SendAsync(request, default);
    }

    private static WebhookSender Create(string networks, IHostAddresses names, TimeSpan? timeout = null)
    {
        var options = new WebhookOptions { AllowedNetworks = networks, Timeout = timeout ?? TimeSpan.FromSeconds(20) };
        return new WebhookSender(options, new DestinationAddresses(options), names, TimeProvider.System);
    }

    private sealed class Names : IHostAddresses
    {
        public IPAddress[] Answer { get; set; } = [];

        public SocketException? Fault { get; set; }

        public int Asked { get; private set; }

        public Task<IPAddress[]> FindAsync(string host, CancellationToken stop)
        {
            Asked++;
            return Fault is null ? Task.FromResult(Answer) : Task.FromException<IPAddress[]>(Fault);
        }
    }
}
