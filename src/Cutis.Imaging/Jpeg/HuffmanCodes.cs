namespace Cutis.Imaging.Jpeg;

/// <summary>The codes of a Huffman table by symbol (T.81, Annex C), for encoding.</summary>
internal sealed class HuffmanCodes
{
    private readonly uint[] _codes = new uint[256];
    private readonly byte[] _lengths = new byte[256];

    private HuffmanCodes(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        var code = 0u;
        var index = 0;
        for (var length = 1; length <= 16; length++, code <<= 1)
        {
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                _codes[values[index]] = code;
                _lengths[values[index]] = (byte)length;
            }
        }
    }

    public static HuffmanCodes LumaDc { get; } = new(StandardTables.LumaDcCounts, StandardTables.DcValues);

    public static HuffmanCodes LumaAc { get; } = new(StandardTables.LumaAcCounts, StandardTables.LumaAcValues);

    public static HuffmanCodes ChromaDc { get; } = new(StandardTables.ChromaDcCounts, StandardTables.DcValues);

    public static HuffmanCodes ChromaAc { get; } = new(StandardTables.ChromaAcCounts, StandardTables.ChromaAcValues);

    /// <summary>The tables of a component by its place: luma for the first, chroma for the others.</summary>
    public static (HuffmanCodes Dc, HuffmanCodes Ac) Of(int component) => JpegHeader.TableOf(component) == 0 ? (LumaDc, LumaAc) : (ChromaDc, ChromaAc);

    public uint Code(int symbol) => _codes[symbol];

    public int Length(int symbol) => _lengths[symbol];
}
