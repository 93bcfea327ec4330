using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Cutis.Imaging.Jpeg.Fixed;

namespace Cutis.Imaging.Jpeg;

/// <summary>Computes samples from coefficients, bit for bit as libjpeg's default integer transform ("islow") does.</summary>
/// <remarks>
/// f(x,y) = ¼ Σᵤ Σᵥ C(u) C(v) F(u,v) cos((2x+1)uπ/16) cos((2y+1)vπ/16), with C(0) = 1/√2 and C(k) = 1 otherwise (T.81, A.3.3), in
/// integers with 13 fraction bits. Samples are shifted by 128 and clamped to 0..255. Source: Loeffler, Ligtenberg and Moschytz (see
/// <see cref="Fixed"/>); the order of operations and the rounding are those of jidctint.c of the Independent JPEG Group.
/// </remarks>
internal static class InverseDct
{
    private const int Pass1Bits = 2;

    /// <summary>Dequantises a block and writes its 8 × 8 samples, 0..255.</summary>
    /// <param name="block">64 coefficients in coding order.</param>
    /// <param name="quantiser">64 quantisation steps in natural order.</param>
    /// <param name="samples">Receives the samples, from the block's first one on.</param>
    /// <param name="stride">Distance in samples from one row to the next.</param>
    public static void ToSamples(ReadOnlySpan<short> block, ReadOnlySpan<ushort> quantiser, Span<byte> samples, int stride)
    {
        if (block[1..].IndexOfAnyExcept((short)0) < 0)
        {
            var value = (byte)Math.Clamp((((block[0] * quantiser[0]) << Pass1Bits) + 16 >> 5) + 128, 0, 255);
            for (var y = 0; y < 8; y++)
                samples.Slice(y * stride, 8).Fill(value);
            return;
        }

        Span<short> natural = stackalloc short[64];
        Zigzag.Undo(block, natural);
        var rows = default(Rows);
        for (var y = 0; y < 8; y++)
        {
            var coefficients = Vector128.Create(natural.Slice(y * 8, 8));
            var steps = Vector128.Create(quantiser.Slice(y * 8, 8));
            rows[y] = Widen(coefficients) * Widen(steps);
        }

        Pass(ref rows, Bits - Pass1Bits);
        rows.Transpose();
        Pass(ref rows, Bits + Pass1Bits + 3);
        rows.Transpose();
        for (var y = 0; y < 8; y++)
        {
            var clamped = Vector256.Min(Vector256.Max(rows[y] + Vector256.Create(128), Vector256<int>.Zero), Vector256.Create(255));
            var words = Vector128.Narrow(clamped.GetLower(), clamped.GetUpper());
            Vector128.Narrow(words.AsUInt16(), words.AsUInt16()).GetLower().CopyTo(samples.Slice(y * stride, 8));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(Vector128<short> v) => Vector256.Create(Vector128.WidenLower(v), Vector128.WidenUpper(v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(Vector128<ushort> v) =>
        Vector256.Create(Vector128.WidenLower(v), Vector128.WidenUpper(v)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(ref Rows r, int shift)
    {
        var z1 = (r[2] + r[6]) * F0541196100;
        var even2 = z1 - (r[6] * F1847759065);
        var even3 = z1 + (r[2] * F0765366865);
        var even0 = (r[0] + r[4]) << Bits;
        var even1 = (r[0] - r[4]) << Bits;
        var (t10, t13, t11, t12) = (even0 + even3, even0 - even3, even1 + even2, even1 - even2);

        var (o0, o1, o2, o3) = (r[7], r[5], r[3], r[1]);
        var (s1, s2, s3, s4) = (o0 + o3, o1 + o2, o0 + o2, o1 + o3);
        var s5 = (s3 + s4) * F1175875602;
        s1 *= -F0899976223;
        s2 *= -F2562915447;
        s3 = (s3 * -F1961570560) + s5;
        s4 = (s4 * -F0390180644) + s5;
        o0 = (o0 * F0298631336) + s1 + s3;
        o1 = (o1 * F2053119869) + s2 + s4;
        o2 = (o2 * F3072711026) + s2 + s3;
        o3 = (o3 * F1501321110) + s1 + s4;

        r[0] = Descale(t10 + o3, shift);
        r[7] = Descale(t10 - o3, shift);
        r[1] = Descale(t11 + o2, shift);
        r[6] = Descale(t11 - o2, shift);
        r[2] = Descale(t12 + o1, shift);
        r[5] = Descale(t12 - o1, shift);
        r[3] = Descale(t13 + o0, shift);
        r[4] = Descale(t13 - o0, shift);
    }
}
