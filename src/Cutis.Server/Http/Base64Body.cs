using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Cutis.Server.Http;

/// <summary>
/// A JSON object of which one text is base64: read as a stream, it gives the bytes of that text, whatever their number, and keeps the rest
/// of the object, which is small. The text may have a <c>data:</c> prefix, and escapes as JSON allows: some clients write <c>\/</c> for a
/// slash and <c>\u002B</c> for a plus.
/// </summary>
/// <param name="json">The object.</param>
/// <param name="key">The key of the text.</param>
/// <param name="maxRest">How many bytes the rest may have.</param>
/// <param name="maxBytes">How many bytes the object may have.</param>
internal sealed class Base64Body(Stream json, string key, int maxRest, long maxBytes) : ForwardStream
{
    private const int BufferBytes = 16 << 10;

    private enum Prefix
    {
        Unknown,
        Inside,
        None,
    }

    private static ReadOnlySpan<byte> DataPrefix => "data:"u8;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly ArrayBufferWriter<byte> _rest = new();
    private readonly byte[] _digits = new byte[4];
    private readonly byte[] _group = new byte[3];
    private readonly byte[] _escape = new byte[4];
    private readonly byte[] _start = new byte[DataPrefix.Length];
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private (int At, int End) _read;
    private (int At, int End) _ready;
    private int _count;
    private long _come;
    private int _depth;
    private int _escaped;
    private bool _isInText;
    private bool _isData;
    private bool _hasEnded;
    private int _keyStart;
    private bool _isPadded;
    private Prefix _prefix;
    private int _started;

    /// <summary>The object without what was decoded; complete at the end of the stream.</summary>
    public ReadOnlyMemory<byte> Rest => _rest.WrittenMemory;

    /// <summary>Whether there was a text of that key.</summary>
    public bool HasData { get; private set; }

    /// <summary>Whether the text is not base64.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether the rest, or all of it, has more bytes than allowed; then no more is read.</summary>
    public bool IsTooLarge => _rest.WrittenCount > maxRest || _come > maxBytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var written = 0; ; )
        {
            while (_ready.At < _ready.End && written < buffer.Length)
                buffer.Span[written++] = _group[_ready.At++];
            if (written == buffer.Length || _hasEnded || IsBroken || IsTooLarge)
                return written;
            if (_read.At == _read.End)
            {
                // What is ready does not wait for more to come.
                if (written > 0)
                    return written;
                _read = (0, await json.ReadAsync(_buffer, cancellationToken));
                _come += _read.End;
                if (_read.End == 0)
                {
                    _hasEnded = true;
                    continue;
                }
            }

            Take(_buffer[_read.At++]);
        }
    }

    private void Take(byte c)
    {
        if (_isData)
            TakeData(c);
        else if (_isInText)
            TakeText(c);
        else
            TakePlain(c);
    }

    private void TakePlain(byte c)
    {
        switch (c)
        {
            case (byte)'"' when _depth == 1 && IsAfterKey():
                // The value of the key: its quotes stay in the rest.
                (_isData, HasData) = (true, true);
                break;
            case (byte)'"':
                _isInText = true;
                _keyStart = _rest.WrittenCount + 1;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                break;
        }

        Keep(c);
    }

    private void TakeText(byte c)
    {
        Keep(c);
        if (_escaped > 0)
            _escaped = 0;
        else if (c == '\\')
            _escaped = 1;
        else if (c == '"')
            _isInText = false;
    }

    // Whether what was kept last is the key and a colon.
    private bool IsAfterKey()
    {
        var kept = _rest.WrittenSpan.TrimEnd(" \t\r\n"u8);
        if (kept.IsEmpty || kept[^1] != ':' || _keyStart > kept.Length)
            return false;
        var text = kept[_keyStart..^1].TrimEnd(" \t\r\n"u8);
        return text.Length > 0 && text[^1] == '"' && text[..^1].SequenceEqual(_key);
    }

    private void TakeData(byte c)
    {
        switch (_escaped)
        {
            case 0 when c == '"':
                EndData();
                Keep(c);
                return;
            case 0 when c == '\\':
                _escaped = 1;
                return;
            case 0:
                TakeCharacter(c);
                return;
            case 1 when c == 'u':
                _escaped = 2;
                return;
            case 1:
                _escaped = 0;
                // A line break within base64 is nothing.
                if (c is not ((byte)'n' or (byte)'r' or (byte)'t'))
                    TakeCharacter(c);
                return;
            default:
                _escape[_escaped - 2] = c;
                if (++_escaped < 6)
                    return;
                _escaped = 0;
                if (Utf8Parser.TryParse(_escape, out int code, out var read, 'x') && read == 4 && code < 128)
                    TakeCharacter((byte)code);
                else
                    IsBroken = true;
                return;
        }
    }

    // The first characters may be those of a data URL, which has the digits after its comma.
    private void TakeCharacter(byte c)
    {
        if (_prefix == Prefix.Inside)
        {
            if (c == ',')
                _prefix = Prefix.None;
            return;
        }

        if (_prefix == Prefix.None)
        {
            TakeDigit(c);
            return;
        }

        _start[_started++] = c;
        if (!DataPrefix.StartsWith(_start.AsSpan(0, _started)))
            TakeStart();
        else if (_started == DataPrefix.Length)
            _prefix = Prefix.Inside;
    }

    private void TakeStart()
    {
        _prefix = Prefix.None;
        foreach (var c in _start.AsSpan(0, _started))
            TakeDigit(c);
    }

    private void TakeDigit(byte c)
    {
        if (c is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            return;
        if (_count == 4 && !TryDecode())
            return;
        if (c == '=')
            _isPadded = true;
        else if (_isPadded)
            IsBroken = true;
        _digits[_count++] = c;
    }

    private void EndData()
    {
        _isData = false;
        if (_prefix == Prefix.Unknown)
            TakeStart();
        if (_prefix == Prefix.Inside)
            IsBroken = true;
        // Some encoders leave the padding out.
        while (_count is 2 or 3)
            _digits[_count++] = (byte)'=';
        if (_count > 0 && !IsBroken)
            TryDecode();
    }

    private bool TryDecode()
    {
        var (count, written) = (_count, 0);
        _count = 0;
        if (count != 4 || Base64.DecodeFromUtf8(_digits, _group, out _, out written) != OperationStatus.Done)
        {
            IsBroken = true;
            return false;
        }

        _ready = (0, written);
        return true;
    }

    private void Keep(byte c)
    {
        _rest.GetSpan(1)[0] = c;
        _rest.Advance(1);
    }
}
