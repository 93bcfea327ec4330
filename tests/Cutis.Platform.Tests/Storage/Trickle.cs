using System;

namespace Cutis.Platform.Tests.Storage;

/// <summary>A stream that gives little at a time.</summary>
internal sealed class Trickle(byte[] content) : Stream
{
    public int? FailsAt { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get; set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= FailsAt)
            throw new IOException("The connection broke");
        var count = Math.Min(Math.Min(buffer.Length, 10_007), content.Length - (int)Position);
        if (FailsAt is { } fails)
            count = Math.Min(count, fails - (int)Position);
        content.AsMemory((int)Position, count).CopyTo(buffer);
        Position += count;
        return ValueTask.FromResult(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
