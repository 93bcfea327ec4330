using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cutis.Imaging.Jpeg;

/// <summary>The codes of a Huffman table by symbol (T.81, Annex C), for encoding.</summary>
internal sealed class HuffmanCodes
{
    // Low bits of an entry that hold the length; the code stands above.
    private const int LengthBits = 5;

    /// <summary>Values from −32 to 31 have entries of their own.</summary>
    public const int Small = 32;

    // Per run of zeros and small value: the code with the value's own bits, and the length of both.
    private readonly uint[] _smallEntries = new uint[16 * 2 * Small];

    // Per symbol the code, followed by as many zeros as the symbol has bits of its own, and the length of both.
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
    /// The symbol of a run of zeros and a value's size, then the value's own bits, in an entry: of a negative value, the bits of one less.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint With(ref uint entries, int run, int value)
    {
        var sign = value >> 31;
        var size = 32 - BitOperations.LeadingZeroCount((uint)((value ^ sign) - sign));
        var own = (uint)(value + sign) & ((1u << size) - 1);
        return Unsafe.Add(ref entries, (run << 4) | size) | (own << LengthBits);
    }

    /// <summary>16 counts of codes by length.</summary>
    public byte[] Counts { get; }

    /// <summary>The symbols, in order of their codes.</summary>
    public byte[] Values { get; }

    /// <summary>One entry for each symbol; 0 where the table has no code for it.</summary>
    public ReadOnlySpan<uint> Entries => _entries;

    /// <summary>One entry for each run of zeros and small value, at <see cref="SmallPlace"/>.</summary>
    public ReadOnlySpan<uint> SmallEntries => _smallEntries;

    /// <summary>Where the entry of a run of zeros and a small value stands.</summary>
    public static int SmallPlace(int run, int value) => (((2 * run) + 1) * Small) + value;

    /// <summary>The code of an entry, with the value's own bits if it has them.</summary>
    public static uint Bits(uint entry) => entry >> LengthBits;

    /// <summary>How many bits that are.</summary>
    public static int Length(uint entry) => (int)(entry & ((1 << LengthBits) - 1));

    /// <summary>True when no code stands for an AC coefficient of more than ten bits (T.81, F.1.2.2.1).</summary>
    public bool HasBaselineAcOnly => Values.All(symbol => (symbol & 15) <= 10);

    /// <summary>True when there is a code for every symbol that a DC difference of baseline coding can need.</summary>
    public bool HasAllDc => _entries.AsSpan(0, 12).IndexOf(0u) < 0;

    /// <summary>True when there is a code for every symbol that AC coefficients of baseline coding can need.</summary>
    public bool HasAllAc
    {
        get
        {
            if (_entries[0] == 0 || _entries[0xF0] == 0)
                return false;
            for (var run = 0; run < 16; run++)
                if (_entries.AsSpan((run << 4) + 1, 10).IndexOf(0u) >= 0)
                    return false;
            return true;
        }
    }
}

/// <summary>The tables of a picture: one pair for the first component, one for the others.</summary>
internal sealed record EntropyTables(HuffmanCodes LumaDc, HuffmanCodes LumaAc, HuffmanCodes ChromaDc, HuffmanCodes ChromaAc)
{
    /// <summary>Those of T.81, Annex K.3.</summary>
    public static EntropyTables Standard { get; } =
        new(
            new(StandardTables.LumaDcCounts, StandardTables.DcValues),
            new(StandardTables.LumaAcCounts, StandardTables.LumaAcValues),
            new(StandardTables.ChromaDcCounts, StandardTables.DcValues),
            new(StandardTables.ChromaAcCounts, StandardTables.ChromaAcValues)
        );

    /// <summary>True when every block of baseline coding can be coded.</summary>
    public bool AreComplete => LumaDc.HasAllDc && LumaAc.HasAllAc && ChromaDc.HasAllDc && ChromaAc.HasAllAc;

    /// <summary>True when no AC coefficient that they code is beyond what baseline coding has.</summary>
    public bool HaveBaselineAc => LumaAc.HasBaselineAcOnly && ChromaAc.HasBaselineAcOnly;

    /// <summary>The tables of a component by its place.</summary>
    public (HuffmanCodes Dc, HuffmanCodes Ac) Create(int component) => component == 0 ? (LumaDc, LumaAc) : (ChromaDc, ChromaAc);
}
