using System;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>Requests as bytes on a socket: what no well-behaved client sends.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request with these lines and gives the status, the head and the body of the answer.</summary>
    /// <param name="server">Where it is sent to, whatever its lines say.</param>
    /// <param name="body">Sent after the lines, with its length; none when empty.</param>
    /// <param name="lines">The request line and the headers.</param>
    public static async Task<(int Status, string Head, string Body)> SendAsync(Uri server, string body, params string[] lines)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port);
        await using var stream = socket.GetStream();
        var length = body.Length > 0 ? $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n" : "";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + $"\r\n{length}Connection: close\r\n\r\n{body}"));
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(60));
        var text = Encoding.UTF8.GetString(answer.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var (head, rest) = (text[..end], text[(end + 4)..]);
        if (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
            rest = Unchunk(rest);
        return (int.Parse(head.Split(' ')[1]), head, rest);
    }

    public static JsonElement Json(string body) => JsonDocument.Parse(body).RootElement;

    private static string Unchunk(string text)
    {
        var whole = new StringBuilder();
        for (var at = 0; ; )
        {
            var end = text.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = Convert.ToInt32(text[at..end], 16);
            if (size == 0)
                return whole.ToString();
            // Sizes are bytes; the answers here are ASCII.
            whole.Append(text.AsSpan(end + 2, size));
            at = end + 2 + size + 2;
        }
    }
}
