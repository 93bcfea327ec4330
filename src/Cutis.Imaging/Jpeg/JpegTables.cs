using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// The quantisation and Huffman tables that a JPEG has defined so far (ITU-T T.81, B.2.4.1 and B.2.4.2), four of each kind.
/// </summary>
internal sealed class JpegTables
{
    private readonly ushort[]?[] _quantisers = new ushort[4][];
    private readonly HuffmanTable?[] _dc = new HuffmanTable?[4];
    private readonly HuffmanTable?[] _ac = new HuffmanTable?[4];

    /// <summary>The quantisation table in a slot (0..3): 64 steps in natural order; null when undefined.</summary>
    public ushort[]? Quantiser(int slot) => _quantisers[slot];

    /// <summary>The Huffman tables of a component in a sequential scan; null where undefined.</summary>
    /// <remarks>
    /// Motion JPEG frames, as many cameras send them, omit the tables of T.81, K.3. As in libjpeg-turbo, slots 0 (luma) and 1 (chroma) hold
    /// these until the file defines others.
    /// </remarks>
    /// <param name="dc">Slot of the DC table, 0..3.</param>
    /// <param name="ac">Slot of the AC table, 0..3.</param>
    public (HuffmanTable? Dc, HuffmanTable? Ac) Sequential(int dc, int ac) =>
        (_dc[dc] ?? StandardHuffman.Dc(dc), _ac[ac] ?? StandardHuffman.Ac(ac));

    /// <summary>The Huffman tables of a component in a progressive scan, which has no standard tables; null where undefined.</summary>
    /// <param name="dc">Slot of the DC table, 0..3.</param>
    /// <param name="ac">Slot of the AC table, 0..3.</param>
    public (HuffmanTable? Dc, HuffmanTable? Ac) Progressive(int dc, int ac) => (_dc[dc], _ac[ac]);

    /// <summary>Reads a DQT segment.</summary>
    /// <exception cref="PhotoException">The segment is malformed.</exception>
    public void ReadQuantisers(ReadOnlySpan<byte> s)
    {
        while (s.Length > 0)
        {
            var (wide, slot) = (s[0] >> 4, s[0] & 15);
            var size = wide == 0 ? 64 : 128;
            if (wide > 1 || slot > 3 || s.Length < 1 + size)
                throw PhotoException.Damaged("A quantisation table of the JPEG is malformed.");
            var table = new ushort[64];
            for (var i = 0; i < 64; i++)
                table[Zigzag.ToNatural[i]] = (ushort)(wide == 0 ? s[1 + i] : (s[1 + (2 * i)] << 8) | s[2 + (2 * i)]);
            _quantisers[slot] = table;
            s = s[(1 + size)..];
        }
    }

    /// <summary>Reads a DHT segment.</summary>
    /// <exception cref="PhotoException">The segment is malformed.</exception>
    public void ReadHuffman(ReadOnlySpan<byte> s)
    {
        while (s.Length > 0)
        {
            var total = 0;
            for (var i = 1; i <= 16 && i < s.Length; i++)
                total += s[i];
            var (kind, slot) = (s[0] >> 4, s[0] & 15);
            if (kind > 1 || slot > 3 || total > 256 || s.Length < 17 + total)
                throw PhotoException.Damaged("A Huffman table of the JPEG is malformed.");
            (kind == 0 ? _dc : _ac)[slot] = new HuffmanTable(s.Slice(1, 16), s.Slice(17, total));
            s = s[(17 + total)..];
        }
    }
}

/// <summary>The tables of T.81, K.3, for decoding.</summary>
internal static class StandardHuffman
{
    private static readonly HuffmanTable LumaDc = new(StandardTables.LumaDcCounts, StandardTables.DcValues);
    private static readonly HuffmanTable LumaAc = new(StandardTables.LumaAcCounts, StandardTables.LumaAcValues);
    private static readonly HuffmanTable ChromaDc = new(StandardTables.ChromaDcCounts, StandardTables.DcValues);
    private static readonly HuffmanTable ChromaAc = new(StandardTables.ChromaAcCounts, StandardTables.ChromaAcValues);

    /// <summary>The DC table for a slot: luma for 0, chroma for 1, otherwise null.</summary>
    public static HuffmanTable? Dc(int slot) =>
        slot switch
        {
            0 => LumaDc,
            1 => ChromaDc,
            _ => null,
        };

    /// <summary>The AC table for a slot: luma for 0, chroma for 1, otherwise null.</summary>
    public static HuffmanTable? Ac(int slot) =>
        slot switch
        {
            0 => LumaAc,
            1 => ChromaAc,
            _ => null,
        };
}
