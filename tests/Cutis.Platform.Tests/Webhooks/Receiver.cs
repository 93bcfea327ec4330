using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Cutis.Platform.Tests.Webhooks;

/// <summary>A request as a receiver has got it.</summary>
internal sealed record Received(string Method, Uri Url, WebHeaderCollection Headers, string Body)
{
    public string Id => Headers["webhook-id"]!;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>A receiver of webhooks on the loopback: a real HTTP server that answers what a test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public Receiver()
    {
        // Another program may take the port that was free a moment ago.
        for (var tries = 0; ; tries++)
        {
            Port = FreePort();
            try
            {
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (tries < 5) { }
        }

        _serving = ServeAsync();
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/hook";

    /// <summary>What it has got, in order.</summary>
    public ConcurrentQueue<Received> All { get; } = new();

    /// <summary>Answers a request; 200 unless a test says otherwise.</summary>
    public Func<Received, HttpListenerResponse, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public Received Last => All.Last();

    /// <summary>Answers with a status from now on.</summary>
    public void AnswerWith(int status) =>
        Answer = (_, response) =>
        {
            response.StatusCode = status;
            return Task.CompletedTask;
        };

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        ((IDisposable)_listener).Dispose();
    }

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                await Task.WhenAll(answers);
                return;
            }

            answers.Add(AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            var body = await reader.ReadToEndAsync();
            var received = new Received(
                context.Request.HttpMethod,
                context.Request.Url!,
                (WebHeaderCollection)context.Request.Headers,
                body
            );
            All.Enqueue(received);
            await Answer(received, context.Response);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The sender has left.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
