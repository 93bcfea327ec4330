using System.Threading.Channels;

namespace Cutis.Server.Rasterisation;

/// <summary>
/// A picture on its way: whoever draws it writes here, whoever asked for it reads what there is already. Only large pictures are
/// handed on before they are whole; a small one is ready at once, and then its length can be told.
/// </summary>
internal sealed class PictureFeed
{
    /// <summary>Bytes from which on a picture is handed on in parts.</summary>
    public const int Large = 256 << 10;

    private readonly Channel<byte[]> _parts = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource<string> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The media type, once the first part is there; never for a small picture, or one that somebody else had asked for before.</summary>
    public Task<string> Begun => _begun.Task;

    /// <summary>The parts as they are made; ends when the drawing does, well or not.</summary>
    public IAsyncEnumerable<byte[]> PartsAsync(CancellationToken stop) => _parts.Reader.ReadAllAsync(stop);

    /// <summary>A stream that keeps what is written for the cache and hands it on here.</summary>
    public MemoryStream Writer(string mediaType) => new Tee(this, mediaType);

    private sealed class Tee(PictureFeed feed, string mediaType) : MemoryStream
    {
        private int _sent;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            // The base class would call the other one.
            var at = (int)Length;
            SetLength(at + buffer.Length);
            buffer.CopyTo(GetBuffer().AsSpan(at));
            Position = Length;
            if (Length - _sent >= Large) Send();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        protected override void Dispose(bool disposing)
        {
            // What is left of a small picture goes with the whole.
            if (_sent > 0) Send();
            feed._parts.Writer.TryComplete();
            base.Dispose(disposing);
        }

        private void Send()
        {
            feed._parts.Writer.TryWrite(GetBuffer().AsSpan(_sent, (int)Length - _sent).ToArray());
            _sent = (int)Length;
            feed._begun.TrySetResult(mediaType);
        }
    }
}
