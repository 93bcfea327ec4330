using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>Decodes a sequential scan (T.81, F.2.2) into the coefficients of its components.</summary>
internal sealed class SequentialScan
{
    // More than the bits of one MCU: ten blocks of 64 codes with their values. A truncated scan decodes at most into these zeros.
    private const int Padding = 4096;

    private readonly JpegFrame _frame;
    private readonly Scan _scan;
    private readonly byte[] _data;
    private readonly CancellationToken _stop;
    private readonly int[] _predictors;
    private int[]? _blocks;
    private short[] _levels = [];
    private byte[] _bytes;
    private int _block;

    public SequentialScan(JpegFrame frame, Scan scan, byte[] data, CancellationToken stop)
    {
        (_frame, _scan, _data, _stop) = (frame, scan, data, stop);
        _predictors = new int[scan.Components.Length];
        _bytes = [];
    }

    /// <summary>The scan's bits, if they can be copied; set by <see cref="Decode"/>.</summary>
    public SourceBits? Bits { get; private set; }

    /// <returns>The offset after the scan's data.</returns>
    public int Decode(int position)
    {
        foreach (var part in _scan.Components)
            Prepare(part, _data.Length - position);
        if (CanBeCopied())
        {
            _levels = GC.AllocateUninitializedArray<short>(_frame.McusWide * _frame.McusHigh * _frame.Components.Sum(c => c.H * c.V));
            _blocks = GC.AllocateUninitializedArray<int>(_levels.Length + 1);
        }

        var (wide, high) = _scan.Mcus(_frame);
        var total = wide * high;
        var interval = _scan.RestartInterval > 0 ? _scan.RestartInterval : total;
        _bytes = GC.AllocateUninitializedArray<byte>(_data.Length - position + Padding);
        for (var (mcu, number) = (0, 0); mcu < total; mcu += interval, number++)
        {
            if (number > 0)
                RestartMarker.Skip(_data, ref position, number - 1);
            Array.Clear(_predictors);
            var length = Unstuff(ref position);
            var bit = 0;
            for (var next = mcu; next < Math.Min(total, mcu + interval); next++)
            {
                if (next % Scan.McusPerStopCheck == 0)
                    _stop.ThrowIfCancellationRequested();
                DecodeMcu(next / wide, next % wide, ref bit);
                if (bit > 8L * length)
                    throw PhotoException.Damaged("The JPEG ends, or meets a marker, in the middle of its picture data.");
            }

            if (_blocks is null)
                continue;
            _blocks[_block] = bit;
            Bits = new SourceBits(_bytes, _blocks, _levels, Tables());
        }

        return position;
    }

    // True for a single scan without restarts whose tables can encode whatever a mask makes of a block.
    private bool CanBeCopied() =>
        _scan.RestartInterval == 0
        && _data.Length < int.MaxValue / 8
        && _scan.Components.Length == 3
        && _scan.Components.Zip(_frame.Components).All(both => both.First.Component == both.Second)
        && _scan.Components.All(part => part.Dc is not null && part.Ac is not null)
        && _scan.Components[1].Dc == _scan.Components[2].Dc
        && _scan.Components[1].Ac == _scan.Components[2].Ac
        && Tables() is { AreComplete: true, HaveBaselineAc: true };

    private EntropyTables Tables() =>
        new(_scan.Components[0].Dc!.Codes, _scan.Components[0].Ac!.Codes, _scan.Components[1].Dc!.Codes, _scan.Components[1].Ac!.Codes);

    private void Prepare(ScanComponent part, int bytesLeft)
    {
        if (part.Dc is null || part.Ac is null)
            throw PhotoException.Damaged("A scan of the JPEG names a Huffman table that was not defined.");
        if (part.Component.Coefficients.Length > 0)
            throw PhotoException.Damaged("Two scans of the JPEG hold the same component.");
        // A block takes at least a DC code and an AC code.
        part.Component.CheckFits(bytesLeft, 2);
        // A non-interleaved scan omits blocks that only pad an MCU, so their coefficients must be zeroed.
        part.Component.AllocateCoefficients(zero: _scan.Components.Length == 1);
    }

    // Removes the zero bytes stuffed after 0xFF, up to the next marker. Fill bytes (more 0xFF) may precede either (T.81, B.1.1.2).
    private int Unstuff(ref int position)
    {
        var length = 0;
        for (var found = 1; ; found++)
        {
            if (found % Scan.McusPerStopCheck == 0)
                _stop.ThrowIfCancellationRequested();
            var rest = _data.AsSpan(position);
            var marker = rest.IndexOf(Markers.Prefix);
            if (marker < 0)
                marker = rest.Length;
            var after = marker + 1;
            while (after < rest.Length && rest[after] == Markers.Prefix)
                after++;
            var isStuffed = after < rest.Length && rest[after] == 0;
            var count = isStuffed ? marker + 1 : marker;
            rest[..count].CopyTo(_bytes.AsSpan(length));
            length += count;
            position += isStuffed ? after + 1 : marker;
            if (isStuffed)
                continue;
            _bytes.AsSpan(length, Padding).Clear();
            return length;
        }
    }

    private void DecodeMcu(int row, int column, ref int bit)
    {
        for (var i = 0; i < _scan.Components.Length; i++)
        {
            var part = _scan.Components[i];
            var (across, down) = _scan.BlocksPerMcu(part.Component);
            for (var v = 0; v < down; v++)
            {
                for (var h = 0; h < across; h++)
                {
                    var block = part.Component.Block((row * down) + v, (column * across) + h);
                    var start = bit;
                    bit = DecodeBlock(bit, part.Dc!, part.Ac!, ref _predictors[i], block);
                    if (_blocks is null)
                        continue;
                    _levels[_block] = block[0];
                    _blocks[_block++] = start;
                }
            }
        }
    }

    // Loads at least 57 bits at a time, and again when fewer remain than the longest symbol needs.
    private int DecodeBlock(int bit, HuffmanTable dc, HuffmanTable ac, ref int predictor, Span<short> block)
    {
        // 64 codes of 16 bits with 15 bits each for a value are 248 bytes; eight are read at a time.
        Debug.Assert(bit >= 0 && (bit >> 3) + 256 <= _bytes.Length, "the padding must hold the longest block");
        Debug.Assert(ac.Wide.Length == 1 << HuffmanTable.FastBits, "there is an entry for all leading bits");
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(_bytes);
        ref var target = ref MemoryMarshal.GetReference(block[..64]);
        ref var table = ref MemoryMarshal.GetArrayDataReference(ac.Wide);
        for (nuint i = 0; i < 64; i += 16)
            Vector256.StoreUnsafe(Vector256<short>.Zero, ref target, i);

        var ahead = Load(ref bytes, bit);
        var found = dc.Fast((int)(ahead >> (64 - HuffmanTable.FastBits)));
        if (found == 0)
            found = dc.Slow((int)(ahead >> 48));
        var (length, size) = (found >> 8, found & 255);
        if (size > 15)
            throw PhotoException.Damaged("The JPEG holds a DC difference of more than 15 bits.");
        ahead <<= length;
        predictor = (short)(predictor + Value(ahead, size));
        target = (short)predictor;
        ahead <<= size;
        bit += length + size;
        var left = 57 - length - size;

        for (var k = 1; k < 64; k++)
        {
            if (left < 32)
                (ahead, left) = (Load(ref bytes, bit), 57);
            var entry = Unsafe.Add(ref table, (nint)(ahead >> (64 - HuffmanTable.FastBits)));
            if (entry == 0)
                entry = AcEntry.Create(ac.Slow((int)(ahead >> 48)));
            length = AcEntry.Length(entry);
            ahead <<= length;
            left -= length;
            bit += length;
            if ((entry & AcEntry.EndOfBlock) != 0)
                break;
            k += AcEntry.Run(entry);
            var value = AcEntry.Value(entry);
            if ((entry & AcEntry.SizeOnly) != 0)
            {
                size = value;
                value = Value(ahead, size);
                ahead <<= size;
                left -= size;
                bit += size;
            }

            // A run of sixteen zeros may end beyond the block, a coefficient may not.
            if (k > 63)
            {
                if (value == 0)
                    break;
                throw PhotoException.Damaged("A block of the JPEG has more than 64 coefficients.");
            }

            Unsafe.Add(ref target, k) = (short)value;
        }

        return bit;
    }

    // RECEIVE and EXTEND of T.81, F.2.2.1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Value(ulong ahead, int size)
    {
        if (size == 0)
            return 0;
        var value = (int)(ahead >> (64 - size));
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref byte bytes, int bit) =>
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, bit >> 3))) << (bit & 7);
}
