namespace Cutis.Imaging.Jpeg;

/// <summary>Collects entropy-coded bytes as a file holds them: a zero after each 0xFF, and markers (T.81, B.1.1.5).</summary>
/// <param name="room">Bytes to make room for at first.</param>
internal sealed class ScanBytes(int room = 1 << 16)
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(room);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    /// <summary>Appends bytes that were not stuffed yet.</summary>
    public void Stuff(ReadOnlySpan<byte> bytes)
    {
        Reserve(2 * bytes.Length);
        while (true)
        {
            var marker = bytes.IndexOf((byte)0xFF);
            if (marker < 0) break;
            bytes[..(marker + 1)].CopyTo(_bytes.AsSpan(_length));
            _length += marker + 1;
            _bytes[_length++] = 0;
            bytes = bytes[(marker + 1)..];
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Appends bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Marker(byte code)
    {
        Reserve(2);
        _bytes[_length++] = 0xFF;
        _bytes[_length++] = code;
    }

    private void Reserve(int bytes)
    {
        if (_length + bytes > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + bytes));
    }
}
