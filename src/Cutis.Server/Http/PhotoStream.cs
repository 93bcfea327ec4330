namespace Cutis.Server.Http;

/// <summary>Reads on for as long as what comes may be a photo: it ends after the first bytes of anything else.</summary>
internal sealed class PhotoStream(Stream content) : ForwardStream
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private readonly byte[] _start = new byte[8];
    private int _seen;

    /// <summary>Whether it begins like a photo; null when it was too short to say.</summary>
    public bool? IsPhoto { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsPhoto == false)
            return 0;
        var read = await content.ReadAsync(buffer, cancellationToken);
        if (IsPhoto is null)
            Look(buffer.Span[..read], isEnd: read == 0);
        return IsPhoto == false ? 0 : read;
    }

    private void Look(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var some = Math.Min(bytes.Length, _start.Length - _seen);
        bytes[..some].CopyTo(_start.AsSpan(_seen));
        _seen += some;
        if (_start.AsSpan(0, _seen).StartsWith(Jpeg) || _start.AsSpan(0, _seen).StartsWith(Png))
            IsPhoto = true;
        else if (_seen == _start.Length || (isEnd && _seen > 0))
            IsPhoto = false;
    }
}
