using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cutis.Imaging.Jpeg;

/// <summary>Huffman-codes blocks with the standard tables (T.81, F.1.2).</summary>
internal static class BlockEncoder
{
    // What the standard tables can code: 11 bits of DC difference, 10 bits of AC.
    private const int MostAc = 1023;
    private const int MostDc = 1023;

    /// <summary>True when a block can be coded whatever stands before it.</summary>
    public static bool IsBaseline(ReadOnlySpan<short> block)
    {
        if (block[0] is < -1024 or > MostDc) return false;
        return block[1..].IndexOfAnyExceptInRange((short)-MostAc, (short)MostAc) < 0;
    }

    /// <summary>Writes a block: 64 coefficients in coding order.</summary>
    public static void Write(BitWriter bits, ReadOnlySpan<short> block, int predictor, HuffmanCodes dc, HuffmanCodes ac)
    {
        WriteDc(bits, block[0] - predictor, dc);
        // One bit for each coefficient that is not zero; DC is done.
        var left = NonZero(block) & ~1UL;
        var at = 0;
        while (left != 0)
        {
            var next = BitOperations.TrailingZeroCount(left);
            left &= left - 1;
            var run = next - at - 1;
            at = next;
            for (; run > 15; run -= 16) bits.Write(ac.Code(0xF0), ac.Length(0xF0));
            WriteValue(bits, ac, run << 4, block[next]);
        }

        if (at < 63) bits.Write(ac.Code(0), ac.Length(0));
    }

    /// <summary>Writes a DC difference.</summary>
    public static void WriteDc(BitWriter bits, int difference, HuffmanCodes dc) => WriteValue(bits, dc, 0, difference);

    /// <summary>Bits that <see cref="WriteDc"/> takes for a difference.</summary>
    public static int DcLength(int difference, HuffmanCodes dc)
    {
        var size = Size(difference);
        return dc.Length(size) + size;
    }

    private static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)(value < 0 ? -value : value));

    // The symbol of run and size, then the value's own bits.
    private static void WriteValue(BitWriter bits, HuffmanCodes codes, int run, int value)
    {
        var size = Size(value);
        var extra = (uint)(value < 0 ? value - 1 : value) & ((1u << size) - 1);
        bits.Write((codes.Code(run | size) << size) | extra, codes.Length(run | size) + size);
    }

    private static ulong NonZero(ReadOnlySpan<short> block)
    {
        var mask = 0UL;
        var bytes = MemoryMarshal.Cast<short, Vector128<short>>(block);
        for (var i = 0; i < 8; i++)
            mask |= (ulong)(~Vector128.Equals(bytes[i], Vector128<short>.Zero).ExtractMostSignificantBits() & 0xFF) << (8 * i);
        return mask;
    }
}
