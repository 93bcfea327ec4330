namespace Cutis.Imaging.Jpeg;

/// <summary>
/// A decoding table entry for an AC coefficient, packed into one number: the run of zeros before it, the number of bits it takes and, if
/// its value's bits are among the bits that were looked up, its value.
/// </summary>
internal static class AcEntry
{
    /// <summary>Set when the entry holds the size (number of magnitude bits) of the value instead of the value.</summary>
    public const uint SizeOnly = 0x80;

    /// <summary>Set in the entry of an end of block.</summary>
    public const uint EndOfBlock = 0x40;

    /// <summary>Length of the code, including the value's bits when the value is in the entry.</summary>
    public static int Length(uint entry) => (int)(entry & 31);

    /// <summary>Number of zero coefficients before this one.</summary>
    public static int Run(uint entry) => (int)(entry >> 8) & 15;

    /// <summary>The value, or its size when <see cref="SizeOnly"/> is set.</summary>
    public static int Value(uint entry) => (int)entry >> 16;

    /// <summary>
    /// An entry for each combination of the leading <see cref="HuffmanTable.FastBits"/> bits; 0 where the code is longer.
    /// </summary>
    public static uint[] Table(HuffmanTable codes)
    {
        var table = new uint[1 << HuffmanTable.FastBits];
        for (var bits = 0; bits < table.Length; bits++)
        {
            var found = codes.Fast(bits);
            if (found == 0)
                continue;
            var (length, size) = (found >> 8, found & 15);
            var rest = HuffmanTable.FastBits - length - size;
            table[bits] = size == 0 || rest < 0 ? Create(found) : WithValue(found, bits >> rest);
        }

        return table;
    }

    /// <summary>The entry, without a value, for a code given as its length shifted left by 8, plus its symbol.</summary>
    public static uint Create(int found)
    {
        var (length, run, size) = (found >> 8, (found >> 4) & 15, found & 15);
        var entry = (uint)((run << 8) | length);
        if (size > 0)
            return entry | SizeOnly | (uint)(size << 16);
        // A size of 0 is an end of block or, with a run of 15, sixteen zeros (T.81, F.1.2.2.1).
        return run == 15 ? entry : entry | EndOfBlock;
    }

    private static uint WithValue(int found, int bits)
    {
        var (length, run, size) = (found >> 8, (found >> 4) & 15, found & 15);
        var own = bits & ((1 << size) - 1);
        var value = own < 1 << (size - 1) ? own - (1 << size) + 1 : own;
        return (uint)((run << 8) | (length + size) | (value << 16));
    }
}
