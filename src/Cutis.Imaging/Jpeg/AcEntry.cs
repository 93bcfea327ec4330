namespace Cutis.Imaging.Jpeg;

/// <summary>
/// What the bits ahead of an AC coefficient say, in one number: the run of zeros before it, the bits it takes, and, where all of them
/// are among the bits looked at, its value.
/// </summary>
internal static class AcEntry
{
    /// <summary>The value is not in the entry: its size is, in place of the value.</summary>
    public const uint SizeOnly = 0x80;

    /// <summary>The entry of an end of block.</summary>
    public const uint EndOfBlock = 0x40;

    /// <summary>Bits of the code, and of the value where it is known.</summary>
    public static int Length(uint entry) => (int)(entry & 31);

    /// <summary>Zeros before the coefficient.</summary>
    public static int Run(uint entry) => (int)(entry >> 8) & 15;

    /// <summary>The value, or its size.</summary>
    public static int Value(uint entry) => (int)entry >> 16;

    /// <summary>Entries for all values of the leading <see cref="HuffmanTable.FastBits"/>; 0 where the code is longer.</summary>
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

    /// <summary>The entry, without a value, for a code: its length shifted left by 8, plus its symbol.</summary>
    public static uint Create(int found)
    {
        var (length, run, size) = (found >> 8, (found >> 4) & 15, found & 15);
        var entry = (uint)((run << 8) | length);
        if (size > 0)
            return entry | SizeOnly | (uint)(size << 16);
        // Without bits of its own it is an end of block, or, with a run of 15, sixteen zeros.
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
