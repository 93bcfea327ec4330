namespace Cutis.Platform.Photos;

/// <summary>
/// A picture in the making: the renderer writes to it while the request reads from it. Only large pictures are handed over before they are
/// complete; a small one is ready soon, and its length can then be stated.
/// </summary>
internal sealed class PictureStream
{
    /// <summary>The size in bytes from which a picture is handed over while it is drawn.</summary>
    public const int Large = 256 << 10;

    private readonly TaskCompletionSource<(PictureContent Content, string MediaType)> _begun = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>
    /// The picture, once its first part exists. Never completes for a small picture, or for one that another request is already drawing.
    /// </summary>
    public Task<(PictureContent Content, string MediaType)> Started => _begun.Task;

    /// <summary>A stream to which the picture is written.</summary>
    public PictureWriter Writer(string mediaType) => new(content => _begun.TrySetResult((content, mediaType)));
}

/// <summary>Writes a picture. If it is disposed before <see cref="Complete"/> is called, the picture stays incomplete.</summary>
/// <param name="begin">Called once there are enough bytes to hand the picture over.</param>
internal sealed class PictureWriter(Action<PictureContent> begin) : Stream
{
    private readonly PictureContent _content = new();
    private long _length;
    private long _shown;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Completes the picture and returns it.</summary>
    public PictureContent Complete()
    {
        _content.End(isWhole: true);
        return _content;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _content.Append(buffer);
        _length += buffer.Length;
        if (_length - _shown < PictureStream.Large)
            return;
        _content.Show();
        _shown = _length;
        begin(_content);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Readers see the bytes soon enough.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _content.End(isWhole: false);
        base.Dispose(disposing);
    }
}
