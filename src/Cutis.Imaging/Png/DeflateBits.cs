using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cutis.Imaging.Png;

/// <summary>Writes the bits of a Deflate stream, least significant bit first (RFC 1951, 3.1.1).</summary>
/// <param name="room">Initial capacity in bytes.</param>
internal sealed class DeflateBits(int room = 1 << 16)
{
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(room);
    private ulong _bits;
    private int _count;
    private int _position;

    /// <summary>Complete bytes written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _position);

    /// <summary>Bits written since the last <see cref="Clear"/>.</summary>
    public long BitLength => (8L * _position) + _count;

    /// <summary>Discards the complete bytes; the bits of an incomplete byte are kept.</summary>
    public void Clear() => _position = 0;

    /// <summary>Appends up to 48 bits.</summary>
    public void Write(ulong bits, int count)
    {
        Reserve(16);
        _bits |= bits << _count;
        _count += count;
        Flush(ref MemoryMarshal.GetArrayDataReference(_buffer));
    }

    /// <summary>Appends the code of each byte.</summary>
    public void Write(ReadOnlySpan<byte> bytes, uint[] codes)
    {
        Reserve((2 * bytes.Length) + 16);
        ref var buffer = ref MemoryMarshal.GetArrayDataReference(_buffer);
        var i = 0;
        for (; i + 3 <= bytes.Length; i += 3)
        {
            // Three codes of at most 15 bits and seven pending bits fit into 64.
            Add(codes[bytes[i]]);
            Add(codes[bytes[i + 1]]);
            Add(codes[bytes[i + 2]]);
            Flush(ref buffer);
        }

        for (; i < bytes.Length; i++)
        {
            Add(codes[bytes[i]]);
            Flush(ref buffer);
        }
    }

    /// <summary>Appends a range of bits from memory; eight bytes after the last one must be readable.</summary>
    public void Copy(ReadOnlySpan<byte> source, long from, long count)
    {
        Reserve((int)(count >> 3) + 24);
        ref var buffer = ref MemoryMarshal.GetArrayDataReference(_buffer);
        for (; count >= 56; count -= 56, from += 56)
        {
            Debug.Assert(_position + sizeof(ulong) <= _buffer.Length && _count < 8, "capacity was ensured, and whole bytes are written");
            var bits = Load(source, from) & ((1UL << 56) - 1);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref buffer, _position), LittleEndian(_bits | (bits << _count)));
            _position += 7;
            _bits = bits >> (56 - _count);
        }

        if (count == 0)
            return;
        var rest = Load(source, from) & ((1UL << (int)count) - 1);
        _bits |= rest << _count;
        // At most 62 bits are pending: fewer than 56 from here and seven from before.
        _count += (int)count;
        Flush(ref buffer);
    }

    /// <summary>Fills the last byte with zero bits.</summary>
    public void Align()
    {
        if (_count > 0)
            Write(0, 8 - _count);
    }

    private static ulong Load(ReadOnlySpan<byte> source, long bit) =>
        BinaryPrimitives.ReadUInt64LittleEndian(source[(int)(bit >> 3)..]) >> (int)(bit & 7);

    private static ulong LittleEndian(ulong value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(uint code)
    {
        _bits |= (ulong)(code >> 4) << _count;
        _count += (int)(code & 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Flush(ref byte buffer)
    {
        Debug.Assert(_position + sizeof(ulong) <= _buffer.Length && _count <= 64, "capacity must have been ensured");
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref buffer, _position), LittleEndian(_bits));
        _position += _count >> 3;
        _bits >>= _count & ~7;
        _count &= 7;
    }

    private void Reserve(int bytes)
    {
        if (_position + bytes > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _position + bytes));
    }
}
