namespace Cutis.Imaging.Png;

/// <summary>Divides what is written to it into IDAT chunks.</summary>
internal sealed class ChunkStream(Stream output) : Stream
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            var count = Math.Min(data.Length, _buffer.Length - _length);
            data[..count].CopyTo(_buffer.AsSpan(_length));
            data = data[count..];
            _length += count;
            if (_length == _buffer.Length)
                Empty();
        }
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _length > 0)
            Empty();
        base.Dispose(disposing);
    }

    private void Empty()
    {
        PngWriter.Chunk(output, "IDAT", _buffer.AsSpan(0, _length));
        _length = 0;
    }
}
