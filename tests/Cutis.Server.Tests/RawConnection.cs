using System;
using System.Net.Sockets;
using System.Text;

namespace Cutis.Server.Tests;

/// <summary>HTTP over a plain connection that reads as slowly as a test wants.</summary>
internal static class RawConnection
{
    public static async Task<TcpClient> BeginAsync(Uri server, string method, string path, string headers)
    {
        var connection = new TcpClient { ReceiveBufferSize = 4096 };
        await connection.ConnectAsync(server.Host, server.Port);
        await connection
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n{headers}\r\n")
            );
        return connection;
    }

    // Chunked answers have some more bytes than the picture, and all have a head.
    public static async Task<long> RestAsync(TcpClient connection)
    {
        var (buffer, length) = (new byte[1 << 16], 0L);
        for (var read = 1; read > 0; length += read)
            read = await connection.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        return length;
    }

    public static async Task<string> ReadAsync(TcpClient connection, int count)
    {
        var buffer = new byte[count];
        await connection.GetStream().ReadExactlyAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        return Encoding.ASCII.GetString(buffer);
    }
}
