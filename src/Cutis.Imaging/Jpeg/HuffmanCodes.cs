using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cutis.Imaging.Jpeg;

/// <summary>The codes of a Huffman table by symbol (T.81, Annex C), for encoding.</summary>
internal sealed class HuffmanCodes
{
    // The low bits of an entry hold the length; the code lies above them.
    private const int LengthBits = 5;

    /// <summary>The AC symbol EOB: no further coefficient is other than zero (T.81, F.1.2.2.1).</summary>
    public const int EndOfBlock = 0x00;

    /// <summary>The AC symbol ZRL: sixteen zeros (T.81, F.1.2.2.1).</summary>
    public const int SixteenZeros = 0xF0;

    /// <summary>Values from −Small to Small − 1 have entries of their own.</summary>
    public const int Small = 32;

    // For each run of zeros and small value: the code followed by the value's magnitude bits, and the length of both.
    private readonly uint[] _smallEntries = new uint[16 * 2 * Small];

    // For each symbol: the code followed by as many zero bits as the symbol has magnitude bits, and the length of both.
    private readonly uint[] _entries = new uint[256];

    public HuffmanCodes(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        (Counts, Values) = (counts.ToArray(), values.ToArray());
        var code = 0u;
        var index = 0;
        for (var length = 1; length <= 16; length++, code <<= 1)
        {
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                var size = values[index] & 15;
                _entries[values[index]] = (code << (size + LengthBits)) | (uint)(length + size);
            }
        }

        for (var run = 0; run < 16; run++)
        for (var value = -Small; value < Small; value++)
            _smallEntries[SmallPlace(run, value)] = With(ref _entries[0], run, value);
    }

    /// <summary>
    /// The entry for a run of zeros and a value: the code of the symbol, followed by the value's magnitude bits (of value − 1 when it is
    /// negative; T.81, F.1.2.1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint With(ref uint entries, int run, int value)
    {
        Debug.Assert((uint)run < 16 && Math.Abs(value) < 1 << 15, "there is no symbol for the run and the value");
        var sign = value >> 31;
        var size = 32 - BitOperations.LeadingZeroCount((uint)((value ^ sign) - sign));
        var own = (uint)(value + sign) & ((1u << size) - 1);
        return Unsafe.Add(ref entries, (run << 4) | size) | (own << LengthBits);
    }

    /// <summary>Number of codes of each length, 1 to 16.</summary>
    public byte[] Counts { get; }

    /// <summary>The symbols in order of their codes.</summary>
    public byte[] Values { get; }

    /// <summary>One entry per symbol; 0 where the table has no code for it.</summary>
    public ReadOnlySpan<uint> Entries => _entries;

    /// <summary>One entry per run of zeros and small value, at index <see cref="SmallPlace"/>.</summary>
    public ReadOnlySpan<uint> SmallEntries => _smallEntries;

    /// <summary>Index of the entry for a run of zeros and a small value.</summary>
    public static int SmallPlace(int run, int value) => (((2 * run) + 1) * Small) + value;

    /// <summary>The bits of an entry: the code and, if the entry has them, the magnitude bits.</summary>
    public static uint Bits(uint entry) => entry >> LengthBits;

    /// <summary>Number of bits in an entry.</summary>
    public static int Length(uint entry) => (int)(entry & ((1 << LengthBits) - 1));

    /// <summary>True when no code stands for an AC coefficient of more than ten bits (T.81, F.1.2.2.1).</summary>
    public bool HasBaselineAcOnly => Values.All(symbol => (symbol & 15) <= 10);

    /// <summary>True when there is a code for every DC difference of baseline coding.</summary>
    public bool HasAllDc => _entries.AsSpan(0, 12).IndexOf(0u) < 0;

    /// <summary>True when there is a code for every run and size of baseline AC coefficients.</summary>
    public bool HasAllAc
    {
        get
        {
            if (_entries[EndOfBlock] == 0 || _entries[SixteenZeros] == 0)
                return false;
            for (var run = 0; run < 16; run++)
                if (_entries.AsSpan((run << 4) + 1, 10).IndexOf(0u) >= 0)
                    return false;
            return true;
        }
    }
}

/// <summary>The tables of a picture: one pair for the first component, one for all others.</summary>
internal sealed record EntropyTables(HuffmanCodes LumaDc, HuffmanCodes LumaAc, HuffmanCodes ChromaDc, HuffmanCodes ChromaAc)
{
    /// <summary>The tables of T.81, Annex K.3.</summary>
    public static EntropyTables Standard { get; } =
        new(
            new(StandardTables.LumaDcCounts, StandardTables.DcValues),
            new(StandardTables.LumaAcCounts, StandardTables.LumaAcValues),
            new(StandardTables.ChromaDcCounts, StandardTables.DcValues),
            new(StandardTables.ChromaAcCounts, StandardTables.ChromaAcValues)
        );

    /// <summary>True when every baseline block can be encoded.</summary>
    public bool AreComplete => LumaDc.HasAllDc && LumaAc.HasAllAc && ChromaDc.HasAllDc && ChromaAc.HasAllAc;

    /// <summary>True when no code stands for an AC coefficient outside the baseline range.</summary>
    public bool HaveBaselineAc => LumaAc.HasBaselineAcOnly && ChromaAc.HasBaselineAcOnly;

    /// <summary>The tables of a component, by its index.</summary>
    public (HuffmanCodes Dc, HuffmanCodes Ac) Create(int component) => component == 0 ? (LumaDc, LumaAc) : (ChromaDc, ChromaAc);
}
