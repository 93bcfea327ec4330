using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cutis.Imaging.Jpeg;

/// <summary>Eight rows of eight integers: a block during a DCT, one vector element per column.</summary>
[InlineArray(8)]
internal struct Rows
{
    private Vector256<int> _first;

    /// <summary>Exchanges rows and columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Transpose()
    {
        if (Avx2.IsSupported)
            TransposeAvx2(ref this);
        else
            TransposeScalar(ref this);
    }

    private static void TransposeScalar(ref Rows rows)
    {
        var cells = MemoryMarshal.Cast<Vector256<int>, int>((Span<Vector256<int>>)rows);
        for (var y = 0; y < 8; y++)
        for (var x = y + 1; x < 8; x++)
            (cells[(y * 8) + x], cells[(x * 8) + y]) = (cells[(x * 8) + y], cells[(y * 8) + x]);
    }

    private static void TransposeAvx2(ref Rows rows)
    {
        var a0 = Avx2.UnpackLow(rows[0], rows[1]);
        var a1 = Avx2.UnpackHigh(rows[0], rows[1]);
        var a2 = Avx2.UnpackLow(rows[2], rows[3]);
        var a3 = Avx2.UnpackHigh(rows[2], rows[3]);
        var a4 = Avx2.UnpackLow(rows[4], rows[5]);
        var a5 = Avx2.UnpackHigh(rows[4], rows[5]);
        var a6 = Avx2.UnpackLow(rows[6], rows[7]);
        var a7 = Avx2.UnpackHigh(rows[6], rows[7]);
        var b0 = Avx2.UnpackLow(a0.AsInt64(), a2.AsInt64()).AsInt32();
        var b1 = Avx2.UnpackHigh(a0.AsInt64(), a2.AsInt64()).AsInt32();
        var b2 = Avx2.UnpackLow(a1.AsInt64(), a3.AsInt64()).AsInt32();
        var b3 = Avx2.UnpackHigh(a1.AsInt64(), a3.AsInt64()).AsInt32();
        var b4 = Avx2.UnpackLow(a4.AsInt64(), a6.AsInt64()).AsInt32();
        var b5 = Avx2.UnpackHigh(a4.AsInt64(), a6.AsInt64()).AsInt32();
        var b6 = Avx2.UnpackLow(a5.AsInt64(), a7.AsInt64()).AsInt32();
        var b7 = Avx2.UnpackHigh(a5.AsInt64(), a7.AsInt64()).AsInt32();
        rows[0] = Avx2.Permute2x128(b0, b4, 0x20);
        rows[1] = Avx2.Permute2x128(b1, b5, 0x20);
        rows[2] = Avx2.Permute2x128(b2, b6, 0x20);
        rows[3] = Avx2.Permute2x128(b3, b7, 0x20);
        rows[4] = Avx2.Permute2x128(b0, b4, 0x31);
        rows[5] = Avx2.Permute2x128(b1, b5, 0x31);
        rows[6] = Avx2.Permute2x128(b2, b6, 0x31);
        rows[7] = Avx2.Permute2x128(b3, b7, 0x31);
    }
}

/// <summary>Constants of the accurate integer DCT, with 13 fraction bits: F0298631336 is round(0.298631336 · 2¹³), and so on.</summary>
/// <remarks>Source: Loeffler, Ligtenberg and Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications" (ICASSP 1989).</remarks>
internal static class Fixed
{
    public const int Bits = 13;
    public const int F0298631336 = 2446;
    public const int F0390180644 = 3196;
    public const int F0541196100 = 4433;
    public const int F0765366865 = 6270;
    public const int F0899976223 = 7373;
    public const int F1175875602 = 9633;
    public const int F1501321110 = 12299;
    public const int F1847759065 = 15137;
    public const int F1961570560 = 16069;
    public const int F2053119869 = 16819;
    public const int F2562915447 = 20995;
    public const int F3072711026 = 25172;

    /// <summary>value / 2^<paramref name="bits"/>, rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Descale(Vector256<int> value, int bits) => (value + Vector256.Create(1 << (bits - 1))) >> bits;
}
