using System.Buffers.Binary;

namespace Cutis.Imaging.Jpeg;

/// <summary>Writes the bits of an entropy-coded segment, stuffing a zero after each 0xFF.</summary>
internal sealed class BitWriter
{
    private byte[] _buffer = new byte[1 << 16];
    private int _length;
    private ulong _bits;
    private int _count;

    /// <summary>Whole bytes written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

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
        if (_length + 8 > _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        // No byte is 0xFF: no byte of the complement is zero.
        if (((~word - 0x01010101) & word & 0x80808080) == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_length), word);
            _length += 4;
            return;
        }

        for (var shift = 24; shift >= 0; shift -= 8) Byte((byte)(word >> shift));
    }

    private void Byte(byte value)
    {
        if (_length + 2 > _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        _buffer[_length++] = value;
        if (value == 0xFF) _buffer[_length++] = 0;
    }
}
