using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Lane = System.Runtime.Intrinsics.Vector256<float>;

namespace Cutis.Imaging.Jpeg;

/// <summary>From coefficients to samples and back in floating point, for blocks that are blended on the way.</summary>
/// <remarks>
/// Source: Arai, Agui and Nakajima, "A fast DCT-SQ scheme for images" (Transactions of the IEICE E-71, 1988): its scale factors are
/// part of the tables. Coefficients come and go column by column, as that saves two of four transpositions. No multiplication is fused
/// with an addition, so every processor gets the same results.
/// </remarks>
internal static class FloatDct
{
    private static readonly double[] Scale =
        [1, 1.387039845322148, 1.306562964876377, 1.175875602419359, 1, 0.785694958387102, 0.541196100146197, 0.275899379282943];

    /// <summary>Factors from coefficients to the input of the inverse transform; 64, column by column.</summary>
    public static float[] Steps(ushort[] quantiser) => Table(quantiser, (step, scale) => step * scale / 8);

    /// <summary>Factors from the output of the forward transform to coefficients; 64, column by column.</summary>
    public static float[] Reciprocals(ushort[] quantiser) => Table(quantiser, (step, scale) => 1 / (step * scale * 8));

    /// <summary>Makes 8 × 8 samples, row by row, with 0 in the middle of their range, -128..127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToSamples(
        ReadOnlySpan<short> block, float[] steps, out Lane r0, out Lane r1, out Lane r2, out Lane r3, out Lane r4, out Lane r5, out Lane r6, out Lane r7)
    {
        Unsafe.SkipInit(out Block words);
        Zigzag.UndoTransposed(block, words);
        ReadOnlySpan<short> columns = words;
        (r0, r1) = Rows(columns, steps, 0);
        (r2, r3) = Rows(columns, steps, 16);
        (r4, r5) = Rows(columns, steps, 32);
        (r6, r7) = Rows(columns, steps, 48);
        Inverse(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Inverse(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        (r0, r1, r2, r3) = (Clamp(r0), Clamp(r1), Clamp(r2), Clamp(r3));
        (r4, r5, r6, r7) = (Clamp(r4), Clamp(r5), Clamp(r6), Clamp(r7));
    }

    /// <summary>Makes 64 coefficients in coding order, within what baseline coding has, of 8 rows of samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToCoefficients(Lane r0, Lane r1, Lane r2, Lane r3, Lane r4, Lane r5, Lane r6, Lane r7, float[] reciprocals, CodedBlock block)
    {
        Forward(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Forward(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        // DC has one bit more than AC (T.81, F.1.2).
        var (a, b) = (Round(r0, r1, reciprocals, 0, Vector512.Create(-1023f).WithElement(0, -1024f)), Round(r2, r3, reciprocals, 16, Vector512.Create(-1023f)));
        var (c, d) = (Round(r4, r5, reciprocals, 32, Vector512.Create(-1023f)), Round(r6, r7, reciprocals, 48, Vector512.Create(-1023f)));
        Zigzag.ApplyTransposed(a, b, c, d, block);
    }

    private static float[] Table(ushort[] quantiser, Func<double, double, double> factor)
    {
        var table = new float[64];
        for (var i = 0; i < 64; i++) table[((i & 7) << 3) | (i >> 3)] = (float)factor(quantiser[i], Scale[i >> 3] * Scale[i & 7]);
        return table;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Lane, Lane) Rows(ReadOnlySpan<short> block, float[] steps, int at)
    {
        var words = Vector256.Create(block.Slice(at, 16));
        var wide = Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(words) : Vector512.Create(Vector256.WidenLower(words), Vector256.WidenUpper(words));
        var rows = Vector512.ConvertToSingle(wide) * Vector512.Create(steps, at);
        return (rows.GetLower(), rows.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane Clamp(Lane samples) => Vector256.Min(Vector256.Max(samples, Vector256.Create(-128f)), Vector256.Create(127f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Round(Lane a, Lane b, float[] reciprocals, int at, Vector512<float> least)
    {
        var limited = Vector512.Min(Vector512.Max(Vector512.Create(a, b) * Vector512.Create(reciprocals, at), least), Vector512.Create(1023f));
        var rounded = Vector512.ConvertToInt32Native(limited + Vector512.CopySign(Vector512.Create(0.5f), limited));
        return Avx512F.IsSupported ? Avx512F.ConvertToVector256Int16(rounded) : Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inverse(ref Lane r0, ref Lane r1, ref Lane r2, ref Lane r3, ref Lane r4, ref Lane r5, ref Lane r6, ref Lane r7)
    {
        var root2 = Vector256.Create(1.414213562f);
        var (t10, t11) = (r0 + r4, r0 - r4);
        var t13 = r2 + r6;
        var t12 = ((r2 - r6) * root2) - t13;
        var (e0, e3, e1, e2) = (t10 + t13, t10 - t13, t11 + t12, t11 - t12);

        var (z13, z10, z11, z12) = (r5 + r3, r5 - r3, r1 + r7, r1 - r7);
        var o7 = z11 + z13;
        var o11 = (z11 - z13) * root2;
        var z5 = (z10 + z12) * Vector256.Create(1.847759065f);
        var o10 = z5 - (z12 * Vector256.Create(1.082392200f));
        var o12 = z5 - (z10 * Vector256.Create(2.613125930f));
        var o6 = o12 - o7;
        var o5 = o11 - o6;
        var o4 = o10 - o5;
        (r0, r7, r1, r6) = (e0 + o7, e0 - o7, e1 + o6, e1 - o6);
        (r2, r5, r3, r4) = (e2 + o5, e2 - o5, e3 + o4, e3 - o4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward(ref Lane r0, ref Lane r1, ref Lane r2, ref Lane r3, ref Lane r4, ref Lane r5, ref Lane r6, ref Lane r7)
    {
        var (t0, t7, t1, t6) = (r0 + r7, r0 - r7, r1 + r6, r1 - r6);
        var (t2, t5, t3, t4) = (r2 + r5, r2 - r5, r3 + r4, r3 - r4);
        var (t10, t13, t11, t12) = (t0 + t3, t0 - t3, t1 + t2, t1 - t2);
        (r0, r4) = (t10 + t11, t10 - t11);
        var z1 = (t12 + t13) * Vector256.Create(0.707106781f);
        (r2, r6) = (t13 + z1, t13 - z1);

        (t10, t11, t12) = (t4 + t5, t5 + t6, t6 + t7);
        var z5 = (t10 - t12) * Vector256.Create(0.382683433f);
        var z2 = (t10 * Vector256.Create(0.541196100f)) + z5;
        var z4 = (t12 * Vector256.Create(1.306562965f)) + z5;
        var z3 = t11 * Vector256.Create(0.707106781f);
        var (z11, z13) = (t7 + z3, t7 - z3);
        (r5, r3, r1, r7) = (z13 + z2, z13 - z2, z11 + z4, z11 - z4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Lane r0, ref Lane r1, ref Lane r2, ref Lane r3, ref Lane r4, ref Lane r5, ref Lane r6, ref Lane r7)
    {
        if (!Avx.IsSupported)
        {
            TransposeScalar(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
            return;
        }

        var (a0, a1, a2, a3) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1), Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (a4, a5, a6, a7) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5), Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));
        var (b0, b1, b2, b3) = (Avx.Shuffle(a0, a2, 0x44), Avx.Shuffle(a0, a2, 0xEE), Avx.Shuffle(a1, a3, 0x44), Avx.Shuffle(a1, a3, 0xEE));
        var (b4, b5, b6, b7) = (Avx.Shuffle(a4, a6, 0x44), Avx.Shuffle(a4, a6, 0xEE), Avx.Shuffle(a5, a7, 0x44), Avx.Shuffle(a5, a7, 0xEE));
        (r0, r1, r2, r3) = (Avx.Permute2x128(b0, b4, 0x20), Avx.Permute2x128(b1, b5, 0x20), Avx.Permute2x128(b2, b6, 0x20), Avx.Permute2x128(b3, b7, 0x20));
        (r4, r5, r6, r7) = (Avx.Permute2x128(b0, b4, 0x31), Avx.Permute2x128(b1, b5, 0x31), Avx.Permute2x128(b2, b6, 0x31), Avx.Permute2x128(b3, b7, 0x31));
    }

    private static void TransposeScalar(ref Lane r0, ref Lane r1, ref Lane r2, ref Lane r3, ref Lane r4, ref Lane r5, ref Lane r6, ref Lane r7)
    {
        Span<Lane> rows = [r0, r1, r2, r3, r4, r5, r6, r7];
        var cells = System.Runtime.InteropServices.MemoryMarshal.Cast<Lane, float>(rows);
        for (var y = 0; y < 8; y++)
            for (var x = y + 1; x < 8; x++)
                (cells[(y * 8) + x], cells[(x * 8) + y]) = (cells[(x * 8) + y], cells[(y * 8) + x]);
        (r0, r1, r2, r3, r4, r5, r6, r7) = (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7]);
    }

    /// <summary>64 coefficients.</summary>
    [InlineArray(64)]
    private struct Block
    {
        private short _first;
    }
}
