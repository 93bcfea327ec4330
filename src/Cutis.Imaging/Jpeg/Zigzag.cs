using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cutis.Imaging.Jpeg;

/// <summary>The zigzag order in which the 64 coefficients of a block are coded (T.81, figure A.6).</summary>
internal static class Zigzag
{
    private static readonly short[] Natural = [.. ToNatural.ToArray().Select(place => (short)place)];
    private static readonly short[] Ordered = [.. Enumerable.Range(0, 64).Select(place => (short)ToNatural.IndexOf((byte)place))];

    private static readonly short[] NaturalTransposed = [.. Natural.Select(Transposed)];
    private static readonly short[] OrderedTransposed = [.. Enumerable.Range(0, 64).Select(place => Ordered[Transposed((short)place)])];

    /// <summary>Row-major index of each coefficient in coding order.</summary>
    public static ReadOnlySpan<byte> ToNatural =>
        [
            0,
            1,
            8,
            16,
            9,
            2,
            3,
            10,
            17,
            24,
            32,
            25,
            18,
            11,
            4,
            5,
            12,
            19,
            26,
            33,
            40,
            48,
            41,
            34,
            27,
            20,
            13,
            6,
            7,
            14,
            21,
            28,
            35,
            42,
            49,
            56,
            57,
            50,
            43,
            36,
            29,
            22,
            15,
            23,
            30,
            37,
            44,
            51,
            58,
            59,
            52,
            45,
            38,
            31,
            39,
            46,
            53,
            60,
            61,
            54,
            47,
            55,
            62,
            63,
        ];

    /// <summary>From natural (row-major) to coding order.</summary>
    public static void Apply(ReadOnlySpan<short> natural, Span<short> ordered) => Permute(natural[..64], ordered[..64], Natural);

    /// <summary>From coding to natural order.</summary>
    public static void Undo(ReadOnlySpan<short> ordered, Span<short> natural) => Permute(ordered[..64], natural[..64], Ordered);

    /// <summary>From eight columns to coding order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ApplyTransposed(
        Vector128<short> c0,
        Vector128<short> c1,
        Vector128<short> c2,
        Vector128<short> c3,
        Vector128<short> c4,
        Vector128<short> c5,
        Vector128<short> c6,
        Vector128<short> c7,
        CodedBlock ordered
    )
    {
        if (Avx512BW.IsSupported)
        {
            var low = Vector512.Create(Vector256.Create(c0, c1), Vector256.Create(c2, c3));
            var high = Vector512.Create(Vector256.Create(c4, c5), Vector256.Create(c6, c7));
            ApplyTransposed(low, high, ordered);
            return;
        }

        ReadOnlySpan<Vector128<short>> columns = [c0, c1, c2, c3, c4, c5, c6, c7];
        Span<short> moved = stackalloc short[64];
        Permute(MemoryMarshal.Cast<Vector128<short>, short>(columns), moved, NaturalTransposed);
        ordered.Set(
            Vector256.Create<short>(moved),
            Vector256.Create<short>(moved[16..]),
            Vector256.Create<short>(moved[32..]),
            Vector256.Create<short>(moved[48..])
        );
    }

    /// <summary>From eight columns, four per vector, to coding order; needs AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ApplyTransposed(Vector512<short> low, Vector512<short> high, CodedBlock ordered)
    {
        var (orderedLow, orderedHigh) = Permute(low, high, NaturalTransposed);
        ordered.Set(orderedLow, orderedHigh);
    }

    /// <summary>From coding order to eight columns, four per vector; needs AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<short> Low, Vector512<short> High) UndoTransposed(ref short ordered) =>
        Permute(Vector512.LoadUnsafe(ref ordered), Vector512.LoadUnsafe(ref ordered, 32), OrderedTransposed);

    /// <summary>From coding to column-major order.</summary>
    public static void UndoTransposed(ReadOnlySpan<short> ordered, Span<short> columns) =>
        Permute(ordered[..64], columns[..64], OrderedTransposed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<short> Low, Vector512<short> High) Permute(Vector512<short> low, Vector512<short> high, short[] places) =>
        (
            Avx512BW.PermuteVar32x16x2(low, Vector512.Create(places, 0), high),
            Avx512BW.PermuteVar32x16x2(low, Vector512.Create(places, 32), high)
        );

    private static short Transposed(short place) => (short)(((place & 7) << 3) | (place >> 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Permute(ReadOnlySpan<short> from, Span<short> to, short[] places)
    {
        Debug.Assert(from.Length == 64 && to.Length == 64 && places.Length == 64, "a block has 64 coefficients");
        if (Avx512BW.IsSupported)
        {
            var (low, high) = Permute(Vector512.Create(from), Vector512.Create(from[32..]), places);
            low.CopyTo(to);
            high.CopyTo(to[32..]);
            return;
        }

        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to);
        ref var place = ref MemoryMarshal.GetArrayDataReference(places);
        for (var k = 0; k < 64; k++)
            Unsafe.Add(ref target, k) = Unsafe.Add(ref source, Unsafe.Add(ref place, k));
    }
}
