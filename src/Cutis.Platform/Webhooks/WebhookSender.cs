using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Cutis.Platform.Webhooks;

/// <summary>How an attempt ended.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Error">What was wrong, as a sentence; null when the receiver has taken it.</param>
internal sealed record SendOutcome(int? Status, string? Error)
{
    /// <summary>When the receiver wants the next attempt at the earliest.</summary>
    public TimeSpan RetryAfter { get; init; }
}

/// <summary>
/// Sends requests to receivers. Each connection is made to an address that was checked just before, whatever the name of the host led to
/// earlier; no proxy stands between, no redirect is followed, and of an answer the status and two headers are all that is looked at.
/// </summary>
internal sealed class WebhookSender(WebhookOptions options, DestinationAddresses allowed, IHostAddresses hosts, TimeProvider clock)
    : IDisposable
{
    private const int MaxAddresses = 8;
    private const int MaxHeaderKilobytes = 16;
    private const int MaxDrainedBytes = 16 << 10;
    private readonly HttpMessageInvoker _http = new(CreateHandler(options, allowed, hosts));

    /// <summary>Makes one attempt.</summary>
    public async Task<SendOutcome> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        try
        {
            // The body of the answer is not read: it comes from a stranger.
            using var response = await _http.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            return new SendOutcome(status, ErrorOf(status)) { RetryAfter = RetryAfter(response.Headers.RetryAfter) };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new SendOutcome(null, $"There was no answer within {options.Timeout.TotalSeconds:0.#} seconds");
        }
        catch (HttpRequestException e)
        {
            return new SendOutcome(null, ErrorOf(e));
        }
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler CreateHandler(WebhookOptions options, DestinationAddresses allowed, IHostAddresses hosts) =>
        new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.Timeout,
            MaxConnectionsPerServer = options.Concurrency,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = MaxDrainedBytes,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            ConnectCallback = (context, stop) => ConnectAsync(context.DnsEndPoint, allowed, hosts, stop),
        };

    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint place,
        DestinationAddresses allowed,
        IHostAddresses hosts,
        CancellationToken stop
    )
    {
        var found = IPAddress.TryParse(place.Host, out var literal) ? [literal] : await hosts.FindAsync(place.Host, stop);
        var open = found.Where(allowed.Allows).Take(MaxAddresses).ToArray();
        if (open.Length == 0)
            throw new DestinationRefusedException();
        for (var i = 0; ; i++)
        {
            var socket = new Socket(open[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(open[i], place.Port), stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i < open.Length - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private static string? ErrorOf(int status) =>
        status switch
        {
            >= 200 and < 300 => null,
            >= 300 and < 400 => $"It answered {status}; redirects are not followed",
            _ => $"It answered {status}",
        };

    private static string ErrorOf(HttpRequestException e)
    {
        for (var inner = e.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is DestinationRefusedException)
                return inner.Message;
        }

        return e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "The host was not found",
            HttpRequestError.ConnectionError when FindSocket(e) is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData =>
                "The host was not found",
            HttpRequestError.ConnectionError => "No connection could be made",
            HttpRequestError.SecureConnectionError => "No secure connection could be made; is the certificate valid?",
            _ => "The answer was cut off or is not HTTP",
        };
    }

    private static SocketError? FindSocket(Exception e) => (e.GetBaseException() as SocketException)?.SocketErrorCode;

    private TimeSpan RetryAfter(RetryConditionHeaderValue? value)
    {
        var after = value?.Delta ?? value?.Date - clock.GetUtcNow() ?? TimeSpan.Zero;
        return after > TimeSpan.Zero ? after : TimeSpan.Zero;
    }

    private sealed class DestinationRefusedException()
        : Exception("The host leads to a private or special network, which the operator of this server has not allowed");
}
