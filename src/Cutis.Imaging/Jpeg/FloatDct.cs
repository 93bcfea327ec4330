using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Lane = System.Runtime.Intrinsics.Vector256<float>;
using LanePair = System.Runtime.Intrinsics.Vector512<float>;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Converts blocks from quantised coefficients to samples and back, for blocks that are blended in between; one block at a time, or two
/// with AVX-512.
/// </summary>
/// <remarks>
/// Dequantisation and the scale factors of <see cref="AanTransform"/> are one multiplication by a table. Coefficients enter and leave
/// column by column, which saves two of four transpositions. Samples are centred on 0 and clamped to −128..127; coefficients are rounded
/// half away from zero and clamped to the baseline range, −1024..1023 for DC and −1023..1023 for AC.
/// </remarks>
internal static class FloatDct
{
    // The baseline range; DC has one bit more than AC (T.81, F.1.2).
    private const float MinDc = -1024;
    private const float MaxAc = 1023;

    private static readonly double[] Scale =
    [
        1,
        1.387039845322148,
        1.306562964876377,
        1.175875602419359,
        1,
        0.785694958387102,
        0.541196100146197,
        0.275899379282943,
    ];

    /// <summary>Factors of the coefficients before the inverse transform: q(u,v) · s(u) · s(v) / 8, column by column.</summary>
    public static float[] Steps(ushort[] quantiser) => Table(quantiser, (step, scale) => step * scale / 8);

    /// <summary>Factors of the coefficients after the forward transform: 1 / (8 · q(u,v) · s(u) · s(v)), column by column.</summary>
    public static float[] Reciprocals(ushort[] quantiser) => Table(quantiser, (step, scale) => 1 / (step * scale * 8));

    /// <summary>Computes 8 × 8 samples of a block, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToSamples(
        ReadOnlySpan<short> block,
        float[] steps,
        out Lane r0,
        out Lane r1,
        out Lane r2,
        out Lane r3,
        out Lane r4,
        out Lane r5,
        out Lane r6,
        out Lane r7
    )
    {
        Unsafe.SkipInit(out Block words);
        Zigzag.UndoTransposed(block, words);
        ReadOnlySpan<short> columns = words;
        (r0, r1, r2, r3) = (Row(columns, steps, 0), Row(columns, steps, 8), Row(columns, steps, 16), Row(columns, steps, 24));
        (r4, r5, r6, r7) = (Row(columns, steps, 32), Row(columns, steps, 40), Row(columns, steps, 48), Row(columns, steps, 56));
        AanTransform.ToSamples<Lane, Vector8Ops>(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
    }

    /// <summary>Computes the samples of two blocks at once; <paramref name="steps"/> are joined by <see cref="Join"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToSamples(
        ref short a,
        ref short b,
        ref float steps,
        out LanePair r0,
        out LanePair r1,
        out LanePair r2,
        out LanePair r3,
        out LanePair r4,
        out LanePair r5,
        out LanePair r6,
        out LanePair r7
    )
    {
        var (a0, a4) = Zigzag.UndoTransposed(ref a);
        var (b0, b4) = Zigzag.UndoTransposed(ref b);
        (r0, r1, r2, r3) = (Row(a0, b0, 0, ref steps), Row(a0, b0, 1, ref steps), Row(a0, b0, 2, ref steps), Row(a0, b0, 3, ref steps));
        steps = ref Unsafe.Add(ref steps, 64);
        (r4, r5, r6, r7) = (Row(a4, b4, 0, ref steps), Row(a4, b4, 1, ref steps), Row(a4, b4, 2, ref steps), Row(a4, b4, 3, ref steps));
        AanTransform.ToSamples<LanePair, Vector16Ops>(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
    }

    /// <summary>Computes 64 quantised coefficients, in coding order, of 8 rows of samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToCoefficients(
        Lane r0,
        Lane r1,
        Lane r2,
        Lane r3,
        Lane r4,
        Lane r5,
        Lane r6,
        Lane r7,
        float[] reciprocals,
        CodedBlock block
    )
    {
        AanTransform.ToScaledCoefficients<Lane, Vector8Ops>(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Zigzag.ApplyTransposed(
            Round(r0, reciprocals, 0, MinDc),
            Round(r1, reciprocals, 8, -MaxAc),
            Round(r2, reciprocals, 16, -MaxAc),
            Round(r3, reciprocals, 24, -MaxAc),
            Round(r4, reciprocals, 32, -MaxAc),
            Round(r5, reciprocals, 40, -MaxAc),
            Round(r6, reciprocals, 48, -MaxAc),
            Round(r7, reciprocals, 56, -MaxAc),
            block
        );
    }

    /// <summary>Computes the coefficients of two blocks at once; <paramref name="reciprocals"/> are joined by <see cref="Join"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToCoefficients(
        LanePair r0,
        LanePair r1,
        LanePair r2,
        LanePair r3,
        LanePair r4,
        LanePair r5,
        LanePair r6,
        LanePair r7,
        ref float reciprocals,
        CodedBlock a,
        CodedBlock b
    )
    {
        AanTransform.ToScaledCoefficients<LanePair, Vector16Ops>(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        var minimum = Vector512.Create(
            MinDc,
            -MaxAc,
            -MaxAc,
            -MaxAc,
            -MaxAc,
            -MaxAc,
            -MaxAc,
            -MaxAc,
            MinDc,
            -MaxAc,
            -MaxAc,
            -MaxAc,
            -MaxAc,
            -MaxAc,
            -MaxAc,
            -MaxAc
        );
        var c0 = Vector512.Create(Round(r0, ref reciprocals, 0, minimum), Round(r1, ref reciprocals, 1, Vector512.Create(-MaxAc)));
        var c2 = Vector512.Create(
            Round(r2, ref reciprocals, 2, Vector512.Create(-MaxAc)),
            Round(r3, ref reciprocals, 3, Vector512.Create(-MaxAc))
        );
        var c4 = Vector512.Create(
            Round(r4, ref reciprocals, 4, Vector512.Create(-MaxAc)),
            Round(r5, ref reciprocals, 5, Vector512.Create(-MaxAc))
        );
        var c6 = Vector512.Create(
            Round(r6, ref reciprocals, 6, Vector512.Create(-MaxAc)),
            Round(r7, ref reciprocals, 7, Vector512.Create(-MaxAc))
        );
        var (firsts, seconds) = (Vector512.Create(0L, 1, 4, 5, 8, 9, 12, 13), Vector512.Create(2L, 3, 6, 7, 10, 11, 14, 15));
        Zigzag.ApplyTransposed(Pick(c0, firsts, c2), Pick(c4, firsts, c6), a);
        Zigzag.ApplyTransposed(Pick(c0, seconds, c2), Pick(c4, seconds, c6), b);
    }

    /// <summary>Interleaves the tables of two blocks, eight values of each in turn.</summary>
    public static float[] Join(float[] a, float[] b)
    {
        var joined = new float[128];
        for (var i = 0; i < 64; i += 8)
        {
            a.AsSpan(i, 8).CopyTo(joined.AsSpan(2 * i));
            b.AsSpan(i, 8).CopyTo(joined.AsSpan((2 * i) + 8));
        }

        return joined;
    }

    private static float[] Table(ushort[] quantiser, Func<double, double, double> factor)
    {
        var table = new float[64];
        for (var i = 0; i < 64; i++)
            table[((i & 7) << 3) | (i >> 3)] = (float)factor(quantiser[i], Scale[i >> 3] * Scale[i & 7]);
        return table;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane Row(ReadOnlySpan<short> block, float[] steps, int at)
    {
        var words = Vector128.Create(block.Slice(at, 8));
        return Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)))
            * Vector256.Create(steps, at);
    }

    // The same row of two blocks; each vector holds four rows of its block.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static LanePair Row(Vector512<short> a, Vector512<short> b, [ConstantExpected] byte row, ref float steps)
    {
        var words = Vector256.Create(Avx512F.ExtractVector128(a, row), Avx512F.ExtractVector128(b, row));
        return Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(words)) * Vector512.LoadUnsafe(ref steps, (nuint)(16 * row));
    }

    private static Vector512<short> Pick(Vector512<short> a, Vector512<long> which, Vector512<short> b) =>
        Avx512F.PermuteVar8x64x2(a.AsInt64(), which, b.AsInt64()).AsInt16();

    // Only the first coefficient of the first row, DC, has a lower minimum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Round(Lane row, float[] reciprocals, int at, float minimum)
    {
        var scaled = row * Vector256.Create(reciprocals, at);
        var limited = Vector256.MinNative(
            Vector256.MaxNative(scaled, Vector256.Create(-MaxAc).WithElement(0, minimum)),
            Vector256.Create(MaxAc)
        );
        var rounded = Vector256.ConvertToInt32Native(limited + Vector256.CopySign(Vector256.Create(0.5f), limited));
        return Vector128.Narrow(rounded.GetLower(), rounded.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Round(LanePair row, ref float reciprocals, int at, LanePair minimum)
    {
        var limited = Vector512.MinNative(
            Vector512.MaxNative(row * Vector512.LoadUnsafe(ref reciprocals, (nuint)(16 * at)), minimum),
            Vector512.Create(MaxAc)
        );
        return Avx512F.ConvertToVector256Int16(
            Vector512.ConvertToInt32Native(limited + Vector512.CopySign(Vector512.Create(0.5f), limited))
        );
    }

    /// <summary>64 coefficients on the stack.</summary>
    [InlineArray(64)]
    private struct Block
    {
        private short _first;
    }
}
