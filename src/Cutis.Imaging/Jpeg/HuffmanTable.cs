using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>A Huffman table as a DHT segment defines it (ITU-T T.81, Annex C), prepared for decoding.</summary>
internal sealed class HuffmanTable
{
    public const int FastBits = 11;
    private readonly ushort[] _fast = new ushort[1 << FastBits];
    private readonly int[] _largestCode = new int[18];
    private readonly int[] _valueOffset = new int[17];
    private readonly byte[] _counts;
    private readonly byte[] _values;
    private uint[]? _wide;
    private HuffmanCodes? _codes;

    /// <param name="counts">Number of codes of each length, 1 to 16.</param>
    /// <param name="values">The symbols in order of their codes.</param>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        (_counts, _values) = (counts.ToArray(), values.ToArray());
        var code = 0;
        var index = 0;
        for (var length = 1; length <= 16; length++)
        {
            _valueOffset[length] = index - code;
            if (code + counts[length - 1] > 1 << length)
                throw PhotoException.Damaged("A Huffman table of the JPEG has more codes than fit.");
            for (var i = 0; i < counts[length - 1]; i++, index++, code++)
            {
                if (length > FastBits)
                    continue;
                var first = code << (FastBits - length);
                _fast.AsSpan(first, 1 << (FastBits - length)).Fill((ushort)((length << 8) | _values[index]));
            }

            _largestCode[length] = counts[length - 1] == 0 ? -1 : (code - 1) << (16 - length);
            code <<= 1;
        }

        _largestCode[17] = int.MaxValue;
    }

    /// <summary>The same codes for encoding.</summary>
    public HuffmanCodes Codes => _codes ??= new HuffmanCodes(_counts, _values);

    /// <summary>AC entries (see <see cref="AcEntry"/>) for each combination of the leading <see cref="FastBits"/> bits.</summary>
    public uint[] Wide => _wide ??= AcEntry.Table(this);

    /// <summary>
    /// Code length shifted left by 8, plus symbol, for the leading <see cref="FastBits"/> bits; 0 when the code is longer.
    /// </summary>
    public int Fast(int leadingBits) => _fast[leadingBits];

    /// <summary>Code length shifted left by 8, plus symbol, for codes longer than <see cref="FastBits"/>.</summary>
    public int Slow(int leading16)
    {
        for (var length = FastBits + 1; length <= 16; length++)
        {
            if (_largestCode[length] < 0 || leading16 >> (16 - length) > _largestCode[length] >> (16 - length))
                continue;
            var index = (leading16 >> (16 - length)) + _valueOffset[length];
            if ((uint)index < (uint)_values.Length)
                return (length << 8) | _values[index];
        }

        throw PhotoException.Damaged("The JPEG holds a code that its Huffman table does not define.");
    }
}
