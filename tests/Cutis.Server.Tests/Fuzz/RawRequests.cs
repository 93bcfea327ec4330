using System;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Cutis.Server.Tests.Fuzz;

/// <summary>
/// Requests that no HTTP client would write: framing, paths and headers as bytes, and connections that are dropped half-way.
/// </summary>
/// <param name="address">Of the server.</param>
/// <param name="company">The company of the token.</param>
/// <param name="token">The token.</param>
internal sealed class RawRequests(Uri address, Guid company, string token)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends a request and answers the status, 0 when the server hung up or the client did; with what was sent, cut.</summary>
    public async Task<(int Status, string Request)> SendAsync(Random random)
    {
        var (request, isLeft) = Make(random);
        var shown = Encoding.Latin1.GetString(request, 0, Math.Min(request.Length, 600));
        try
        {
            using var connection = new TcpClient();
            using var stop = new CancellationTokenSource(Patience);
            await connection.ConnectAsync(address.Host, address.Port, stop.Token);
            var stream = connection.GetStream();
            await stream.WriteAsync(request, stop.Token);
            if (isLeft)
            {
                // A reset, not a farewell.
                connection.Client.LingerState = new LingerOption(true, 0);
                return (0, shown);
            }

            var head = new byte[12];
            var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop.Token);
            // HTTP/1.1 200
            return (
                read == head.Length
                && int.TryParse(Encoding.ASCII.GetString(head, 9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
                    ? status
                    : 0,
                shown
            );
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            return (0, shown);
        }
    }

    private (byte[] Request, bool IsLeft) Make(Random random)
    {
        var images = $"/api/v1/companies/{company}/images/";
        var paths = new[]
        {
            images,
            "/service/rasterisation/v4/masks/",
            "/files/x",
            "/",
            "*",
            "//",
            "/%",
            "/%zz",
            "/\u00ff\u00fe",
            "/a\0b",
            $"http://evil.example{images}",
            "/../../etc/passwd",
            "/" + new string('a', 9000),
            images + "?q=%ff%00",
        };
        var methods = new[]
        {
            "GET",
            "POST",
            "PUT",
            "DELETE",
            "HEAD",
            "TRACE",
            "CONNECT",
            "OPTIONS",
            "PATCH",
            "get",
            "G\u00c9T",
            "",
            new string('X', 400),
        };
        var versions = new[] { "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.9", "http/1.1", "" };
        var headers = new[]
        {
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 31000000",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: chunked\r\nContent-Length: 4",
            "Host: a\r\nHost: b",
            "X-Header: a\0b",
            "X-Header: \u00ff\u00fe",
            "X-Header : space",
            " Folded: line",
            "NoColon",
            "X-Many: " + new string('y', 30_000),
            "Expect: 100-continue",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAAA",
            "Range: bytes=\u00ff",
            "Content-Type: \u00ff",
        };
        var bodies = new[]
        {
            "",
            "5\r\nhello\r\n0\r\n\r\n",
            "FFFFFFFFFFFFFFFFF\r\nx",
            "-1\r\nx\r\n",
            "5;ext=\u00ff\r\nhello\r\n0\r\n\r\n",
            "zz\r\n",
            "{\"image_id\":\"",
            "7FFFFFFF\r\n" + new string('z', 70_000),
            "\0\0\0\0",
            "5\r\nhello",
        };
        var text = new StringBuilder();
        text.Append(Any(methods, random)).Append(' ').Append(Any(paths, random)).Append(' ').Append(Any(versions, random)).Append("\r\n");
        if (random.Next(8) != 0)
            text.Append(CultureInfo.InvariantCulture, $"Host: {address.Authority}\r\n");
        if (random.Next(4) != 0)
            text.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {token}\r\n");
        for (var i = random.Next(3); i > 0; i--)
            text.Append(Any(headers, random)).Append("\r\n");
        text.Append("Connection: close\r\n\r\n").Append(Any(bodies, random));
        var bytes = Encoding.Latin1.GetBytes(text.ToString());
        // The bytes of a line of HTTP, changed here and there.
        for (var i = random.Next(3); random.Next(4) == 0 && i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return (bytes, random.Next(4) == 0);
    }

    private static string Any(string[] list, Random random) => list[random.Next(list.Length)];
}
