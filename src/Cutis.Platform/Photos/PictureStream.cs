namespace Cutis.Platform.Photos;

/// <summary>
/// A picture on its way: whoever draws it writes here, whoever asked for it reads what there is already. Only large pictures are
/// handed on before they are whole; a small one is ready at once, and then its length can be told.
/// </summary>
internal sealed class PictureStream
{
    /// <summary>Bytes from which on a picture is handed on in parts.</summary>
    public const int Large = 256 << 10;

    private readonly TaskCompletionSource<(PictureContent Content, string MediaType)> _begun = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>The picture, once its first part is there; never for a small one, or one that somebody else had asked for before.</summary>
    public Task<(PictureContent Content, string MediaType)> Started => _begun.Task;

    /// <summary>A stream to write the picture to.</summary>
    public PictureWriter Writer(string mediaType) => new(content => _begun.TrySetResult((content, mediaType)));
}

/// <summary>Writes a picture. Disposed of before it was completed, it leaves a picture that is not whole.</summary>
/// <param name="begin">Told when there is so much that it can be handed on.</param>
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

    /// <summary>Says that the picture is whole, and gives it.</summary>
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
        // Readers see it soon enough.
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
