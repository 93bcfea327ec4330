using System.Buffers.Binary;
using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>Reads the bits of an entropy-coded segment, removing stuffed zero bytes and stopping before the next marker.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> data, int position)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position = position;
    private ulong _bits;
    private int _count;
    private int _invented;

    /// <summary>Offset of the next marker or unread byte.</summary>
    public readonly int Position => _position;

    /// <summary>Throws when more bits were consumed than the file has.</summary>
    public readonly void CheckNotExhausted()
    {
        if (_count < _invented)
            throw PhotoException.Damaged("The JPEG ends, or meets a marker, in the middle of its picture data.");
    }

    public int DecodeSymbol(HuffmanTable table)
    {
        if (_count < 16)
            Fill();
        var entry = table.Fast((int)(_bits >> (64 - HuffmanTable.FastBits)));
        if (entry == 0)
            entry = table.Slow((int)(_bits >> 48));
        Drop(entry >> 8);
        return entry & 255;
    }

    /// <summary>Reads 0 to 16 bits as a number.</summary>
    public int ReadBits(int count)
    {
        if (count == 0)
            return 0;
        if (_count < count)
            Fill();
        var value = (int)(_bits >> (64 - count));
        Drop(count);
        return value;
    }

    /// <summary>RECEIVE and EXTEND of T.81, F.2.2.1: reads a signed number with that many magnitude bits.</summary>
    public int ReadSigned(int count)
    {
        if (count == 0)
            return 0;
        var value = ReadBits(count);
        return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>Skips the rest of the restart interval and the restart marker that must follow.</summary>
    public void Restart(int expected)
    {
        CheckNotExhausted();
        (_bits, _count, _invented) = (0, 0, 0);
        RestartMarker.Skip(_data, ref _position, expected);
    }

    private void Drop(int count)
    {
        _bits <<= count;
        _count -= count;
    }

    private void Fill()
    {
        if (_position + 8 <= _data.Length)
        {
            var next = BinaryPrimitives.ReadUInt64BigEndian(_data[_position..]);
            // No byte is 0xFF exactly if no byte of the complement is zero.
            var inverse = ~next;
            if (((inverse - 0x0101010101010101) & ~inverse & 0x8080808080808080) == 0)
            {
                _bits |= next >> _count;
                var bytes = (64 - _count) >> 3;
                _position += bytes;
                _count += bytes * 8;
                // Bits beyond the count must be zero, because the next fill ORs into them.
                if (_count < 64)
                    _bits &= ~(ulong.MaxValue >> _count);
                return;
            }
        }

        while (_count <= 56)
            Append(NextByte());
    }

    private void Append(int value)
    {
        if (value < 0)
        {
            _invented += 8;
            value = 0;
        }

        _bits |= (ulong)value << (56 - _count);
        _count += 8;
    }

    // The next data byte, or −1 before a marker and at the end.
    private int NextByte()
    {
        if (_position >= _data.Length)
            return -1;
        var value = _data[_position];
        if (value != Markers.Prefix)
        {
            _position++;
            return value;
        }

        // Fill bytes (more 0xFF) may precede the stuffed zero or the marker (T.81, B.1.1.2).
        var after = _position + 1;
        while (after < _data.Length && _data[after] == Markers.Prefix)
            after++;
        if (after >= _data.Length || _data[after] != 0)
        {
            // Skip them, so that the next call does not scan them again.
            _position = after - 1;
            return -1;
        }

        _position = after + 1;
        return Markers.Prefix;
    }
}
