namespace Cutis.Imaging.Png;

/// <summary>
/// A Huffman code for all 256 literals and the end of block, without matches (RFC 1951, 3.2). Code lengths are at most 15.
/// </summary>
internal sealed class LiteralCodes
{
    private const int EndOfBlock = 256;
    private const int Longest = 15;
    private readonly int[] _lengths;

    /// <param name="counts">Number of occurrences of each byte.</param>
    public LiteralCodes(long[] counts)
    {
        // Every byte needs a code, because a mask may produce any of them.
        long[] all = [.. counts.Select(count => count + 1), 1];
        while ((_lengths = Lengths(all)).Max() > Longest)
            all = Array.ConvertAll(all, count => (count + 1) / 2);
        Entries = new uint[257];
        var code = 0u;
        for (var length = 1; length <= Longest; length++, code <<= 1)
        for (var symbol = 0; symbol < 257; symbol++)
            if (_lengths[symbol] == length)
                Entries[symbol] = (Reversed(code++, length) << 4) | (uint)length;
    }

    /// <summary>For each byte its code shifted left by 4, plus its length; the last entry ends the block.</summary>
    public uint[] Entries { get; }

    public int Length(byte value) => _lengths[value];

    /// <summary>Writes the header of the only block.</summary>
    public void WriteHeader(DeflateBits bits)
    {
        bits.Write(1 | (2 << 1), 3);
        // 257 literal codes, one distance code (unused), and the lengths of the code length codes.
        bits.Write(0 | (0 << 5) | (15 << 10), 14);
        // Lengths 0 to 15 have codes of four bits; the repeat codes, which come first in the order of 3.2.7, are unused.
        for (var i = 0; i < 19; i++)
            bits.Write(i < 3 ? 0u : 4u, 3);
        foreach (var length in _lengths)
            bits.Write(Reversed((uint)length, 4), 4);
        bits.Write(0, 4);
    }

    public void WriteEnd(DeflateBits bits) => bits.Write(Entries[EndOfBlock] >> 4, (int)(Entries[EndOfBlock] & 15));

    private static int[] Lengths(long[] counts)
    {
        var queue = new PriorityQueue<int, (long, int)>();
        var parents = new int[(2 * counts.Length) - 1];
        var sums = new long[parents.Length];
        for (var i = 0; i < counts.Length; i++)
            queue.Enqueue(i, (sums[i] = counts[i], i));
        for (var node = counts.Length; node < parents.Length; node++)
        {
            var (a, b) = (queue.Dequeue(), queue.Dequeue());
            (parents[a], parents[b], sums[node]) = (node, node, sums[a] + sums[b]);
            queue.Enqueue(node, (sums[node], node));
        }

        var depths = new int[parents.Length];
        for (var node = parents.Length - 2; node >= 0; node--)
            depths[node] = depths[parents[node]] + 1;
        return depths[..counts.Length];
    }

    private static uint Reversed(uint code, int length)
    {
        var reversed = 0u;
        for (var i = 0; i < length; i++)
            reversed |= ((code >> i) & 1) << (length - 1 - i);
        return reversed;
    }
}
