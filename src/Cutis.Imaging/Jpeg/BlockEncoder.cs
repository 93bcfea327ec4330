using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cutis.Imaging.Jpeg;

/// <summary>Huffman-codes blocks with complete tables (T.81, F.1.2).</summary>
internal static class BlockEncoder
{
    // What complete tables can code: 11 bits of DC difference, 10 bits of AC.
    private const int MostAc = 1023;
    private const int MostDc = 1023;

    // The longest block: 64 codes of 16 bits with 11 bits of their own.
    private const int MostBytes = 256;

    /// <summary>True when a block can be coded whatever stands before it.</summary>
    public static bool IsBaseline(ReadOnlySpan<short> block)
    {
        if (block[0] is < -1024 or > MostDc) return false;
        return block[1..].IndexOfAnyExceptInRange((short)-MostAc, (short)MostAc) < 0;
    }

    /// <summary>Writes a block: 64 coefficients in coding order.</summary>
    public static void Write(BitWriter bits, ReadOnlySpan<short> block, int predictor, HuffmanCodes dc, HuffmanCodes ac)
    {
        var state = bits.Begin(MostBytes);
        ref var buffer = ref bits.Buffer;
        ref var entries = ref MemoryMarshal.GetReference(ac.Entries);
        ref var values = ref MemoryMarshal.GetReference(block[..64]);
        Put(ref state, ref buffer, ref MemoryMarshal.GetReference(dc.Entries), 0, block[0] - predictor);
        // One bit for each coefficient that is not zero; DC is done.
        var left = NonZero(block) & ~1UL;
        var at = 0;
        while (left != 0)
        {
            var next = BitOperations.TrailingZeroCount(left);
            left &= left - 1;
            var run = next - at - 1;
            at = next;
            for (; run > 15; run -= 16)
            {
                var zeros = Unsafe.Add(ref entries, 0xF0);
                state.Put(ref buffer, zeros >> HuffmanCodes.LengthBits, (int)(zeros & 31));
            }

            Put(ref state, ref buffer, ref entries, run << 4, Unsafe.Add(ref values, next));
        }

        if (at < 63)
        {
            var end = entries;
            state.Put(ref buffer, end >> HuffmanCodes.LengthBits, (int)(end & 31));
        }

        bits.End(state);
    }

    /// <summary>Writes a DC difference.</summary>
    public static void WriteDc(BitWriter bits, int difference, HuffmanCodes dc)
    {
        var state = bits.Begin(16);
        ref var buffer = ref bits.Buffer;
        Put(ref state, ref buffer, ref MemoryMarshal.GetReference(dc.Entries), 0, difference);
        bits.End(state);
    }

    /// <summary>Bits that <see cref="WriteDc"/> takes for a difference.</summary>
    public static int DcLength(int difference, HuffmanCodes dc) => (int)(dc.Entries[Size(difference)] & 31);

    private static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));

    // The symbol of run and size, then the value's own bits: of a negative one, those of the value less one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref BitWriter.State state, ref byte buffer, ref uint entries, int run, int value)
    {
        var sign = value >> 31;
        var size = 32 - BitOperations.LeadingZeroCount((uint)((value ^ sign) - sign));
        var entry = Unsafe.Add(ref entries, run | size);
        var own = (uint)(value + sign) & ((1u << size) - 1);
        state.Put(ref buffer, (entry >> HuffmanCodes.LengthBits) | own, (int)(entry & 31));
    }

    private static ulong NonZero(ReadOnlySpan<short> block)
    {
        var mask = 0UL;
        for (var i = 0; i < 4; i++)
        {
            var zeros = Vector256.Equals(Vector256.Create(block.Slice(16 * i, 16)), Vector256<short>.Zero);
            mask |= (ulong)(~zeros.ExtractMostSignificantBits() & 0xFFFF) << (16 * i);
        }

        return mask;
    }
}
