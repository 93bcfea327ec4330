using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cutis.Imaging.Jpeg;

/// <summary>Huffman-encodes blocks with complete tables (T.81, F.1.2).</summary>
internal static class BlockEncoder
{
    // The range that complete baseline tables can encode: DC differences of 11 bits, AC coefficients of 10 bits.
    private const int MaxAc = 1023;
    private const int MaxDc = 1023;

    // Upper bound for one block: 64 codes of 16 bits, each with 11 magnitude bits.
    private const int MaxBytes = 256;

    /// <summary>True when a block can be encoded whatever its DC predictor is.</summary>
    public static bool IsBaseline(ReadOnlySpan<short> block)
    {
        if (block[0] is < -1024 or > MaxDc)
            return false;
        return block[1..].IndexOfAnyExceptInRange((short)-MaxAc, (short)MaxAc) < 0;
    }

    /// <summary>Encodes a block of 64 coefficients in coding order.</summary>
    public static void Write(BitWriter bits, ReadOnlySpan<short> block, int predictor, HuffmanCodes dc, HuffmanCodes ac) =>
        Write(bits, block, CodedBlock.NonZeroOf(block), predictor, dc, ac);

    /// <summary>Encodes a block.</summary>
    public static void Write(BitWriter bits, CodedBlock block, int predictor, HuffmanCodes dc, HuffmanCodes ac) =>
        Write(bits, block.Values, block.NonZero, predictor, dc, ac);

    private static void Write(BitWriter bits, ReadOnlySpan<short> block, ulong left, int predictor, HuffmanCodes dc, HuffmanCodes ac)
    {
        Debug.Assert(block[1..64].IndexOfAnyExceptInRange((short)-MaxAc, (short)MaxAc) < 0, "an AC coefficient is not baseline");
        Debug.Assert(Math.Abs(block[0] - predictor) < 1 << 11, "the DC difference is not baseline");
        // The DC coefficient is encoded separately.
        left &= ~1UL;
        var at = 0;
        var state = bits.Begin(MaxBytes);
        ref var buffer = ref bits.Buffer;
        ref var entries = ref MemoryMarshal.GetReference(ac.Entries);
        ref var small = ref MemoryMarshal.GetReference(ac.SmallEntries);
        ref var values = ref MemoryMarshal.GetReference(block[..64]);
        PutDc(ref state, ref buffer, dc, block[0] - predictor);
        while (left != 0)
        {
            PutAc(ref state, ref buffer, ref entries, ref small, ref values, ref left, ref at);
            // Two codes of at most 26 bits and up to 7 pending bits fit: 59 of 64 bits.
            if (left != 0)
                PutAc(ref state, ref buffer, ref entries, ref small, ref values, ref left, ref at);
            state.Flush(ref buffer);
        }

        if (at < 63)
        {
            var end = entries;
            state.Put(ref buffer, HuffmanCodes.Bits(end), HuffmanCodes.Length(end));
        }

        bits.End(state);
    }

    // Appends the next non-zero coefficient and the run of zeros before it to the pending bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutAc(
        ref BitWriter.State state,
        ref byte buffer,
        ref uint entries,
        ref uint small,
        ref short values,
        ref ulong left,
        ref int at
    )
    {
        var next = BitOperations.TrailingZeroCount(left);
        left &= left - 1;
        var run = next - at - 1;
        at = next;
        if (run > 15)
        {
            state.Flush(ref buffer);
            for (; run > 15; run -= 16)
            {
                var zeros = Unsafe.Add(ref entries, HuffmanCodes.SixteenZeros);
                state.Put(ref buffer, HuffmanCodes.Bits(zeros), HuffmanCodes.Length(zeros));
            }
        }

        int value = Unsafe.Add(ref values, next);
        if ((uint)(value + HuffmanCodes.Small) < 2 * HuffmanCodes.Small)
        {
            var whole = Unsafe.Add(ref small, HuffmanCodes.SmallPlace(run, value));
            state.Wait(HuffmanCodes.Bits(whole), HuffmanCodes.Length(whole));
            return;
        }

        var code = HuffmanCodes.With(ref entries, run, value);
        state.Wait(HuffmanCodes.Bits(code), HuffmanCodes.Length(code));
    }

    /// <summary>Encodes a DC difference.</summary>
    public static void WriteDc(BitWriter bits, int difference, HuffmanCodes dc)
    {
        var state = bits.Begin(16);
        ref var buffer = ref bits.Buffer;
        PutDc(ref state, ref buffer, dc, difference);
        bits.End(state);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutDc(ref BitWriter.State state, ref byte buffer, HuffmanCodes dc, int difference)
    {
        var code = HuffmanCodes.With(ref MemoryMarshal.GetReference(dc.Entries), 0, difference);
        state.Put(ref buffer, HuffmanCodes.Bits(code), HuffmanCodes.Length(code));
    }

    /// <summary>Number of bits that <see cref="WriteDc"/> writes for a difference.</summary>
    public static int DcLength(int difference, HuffmanCodes dc) => HuffmanCodes.Length(dc.Entries[Size(difference)]);

    private static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
}
