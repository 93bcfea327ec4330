namespace Cutis.Platform.Storage;

/// <summary>
/// A seekable stream over an object, for reading a few bytes here and there. Disposing of it does not close the object.
/// </summary>
internal sealed class ObjectStream(ObjectContent content) : Stream
{
    private readonly byte[] _buffer = new byte[4 << 10];
    private long _start;
    private int _count;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => content.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (Position < _start || Position >= _start + _count)
        {
            _start = Position;
            _count = content.Read(_buffer, _start);
        }

        var from = (int)(Position - _start);
        var count = Math.Min(buffer.Length, _count - from);
        _buffer.AsSpan(from, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
