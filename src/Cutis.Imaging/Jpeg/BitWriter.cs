using System.Buffers.Binary;

namespace Cutis.Imaging.Jpeg;

/// <summary>Writes the bits of an entropy-coded segment.</summary>
/// <param name="stuff">Whether a zero follows each 0xFF, as in a file.</param>
internal sealed class BitWriter(bool stuff)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _length;
    private ulong _bits;
    private int _count;

    /// <summary>Whole bytes written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Bits written, with those of an unfinished byte.</summary>
    public int BitLength => (8 * _length) + _count;

    /// <summary>Appends bits that stand in memory; eight bytes beyond the last one must be readable.</summary>
    public void Copy(ReadOnlySpan<byte> source, long from, long count)
    {
        for (; count > 0; count -= 32, from += 32)
        {
            var eight = BinaryPrimitives.ReadUInt64BigEndian(source[(int)(from >> 3)..]) << (int)(from & 7);
            var take = (int)Math.Min(32, count);
            Write((uint)(eight >> (64 - take)), take);
        }
    }

    /// <summary>Appends a marker; the bits before it must be whole bytes.</summary>
    public void Marker(byte code)
    {
        Reserve();
        _buffer[_length++] = 0xFF;
        _buffer[_length++] = code;
    }

    /// <summary>Appends up to 32 bits.</summary>
    public void Write(uint bits, int count)
    {
        _bits = (_bits << count) | bits;
        _count += count;
        if (_count >= 32) Flush32();
    }

    /// <summary>Fills the last byte with ones, as the end of a scan requires.</summary>
    public void Align()
    {
        var missing = -_count & 7;
        if (missing > 0) Write((1u << missing) - 1, missing);
        for (; _count > 0; _count -= 8) Byte((byte)(_bits >> (_count - 8)));
    }

    /// <summary>Forgets the bytes written; bits of an unfinished byte stay.</summary>
    public void Clear() => _length = 0;

    private void Flush32()
    {
        _count -= 32;
        var word = (uint)(_bits >> _count);
        Reserve();
        // No byte is 0xFF: no byte of the complement is zero.
        if (!stuff || ((~word - 0x01010101) & word & 0x80808080) == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_length), word);
            _length += 4;
            return;
        }

        for (var shift = 24; shift >= 0; shift -= 8) Byte((byte)(word >> shift));
    }

    private void Byte(byte value)
    {
        Reserve();
        _buffer[_length++] = value;
        if (stuff && value == 0xFF) _buffer[_length++] = 0;
    }

    // Room for the longest thing written at once: four bytes, each stuffed.
    private void Reserve()
    {
        if (_length + 8 > _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
    }
}
