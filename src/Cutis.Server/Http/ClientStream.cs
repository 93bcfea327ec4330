namespace Cutis.Server.Http;

/// <summary>
/// The body of a request, read forward. What goes wrong with it is the client's doing and is told apart from what goes wrong with a
/// disk, which has the same exceptions.
/// </summary>
internal sealed class ClientStream(HttpRequest request) : Stream
{
    private ReadOnlyMemory<byte> _putBack;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Gives bytes that were read already to the next reader.</summary>
    public void PutBack(ReadOnlyMemory<byte> bytes) => _putBack = bytes;

    /// <exception cref="BadHttpRequestException">The body breaks the rules of HTTP.</exception>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_putBack.Length > 0)
        {
            var count = Math.Min(buffer.Length, _putBack.Length);
            _putBack[..count].CopyTo(buffer);
            _putBack = _putBack[count..];
            return count;
        }

        try
        {
            return await request.Body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is IOException and not BadHttpRequestException)
        {
            // The connection may be known to be gone before the request is.
            if (
                e is Microsoft.AspNetCore.Connections.ConnectionResetException
                || request.HttpContext.RequestAborted.IsCancellationRequested
            )
                throw new OperationCanceledException("The client has left", e);
            throw new BadHttpRequestException("The body is malformed", StatusCodes.Status400BadRequest, e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
