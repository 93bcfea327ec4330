using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Cutis.Imaging.Jpeg.Fixed;

namespace Cutis.Imaging.Jpeg;

/// <summary>Computes quantised coefficients from samples with libjpeg's default integer transform ("islow").</summary>
/// <remarks>
/// F(u,v) = ¼ C(u) C(v) Σₓ Σᵧ f(x,y) cos((2x+1)uπ/16) cos((2y+1)vπ/16), with C(0) = 1/√2 and C(k) = 1 otherwise (T.81, A.3.3), in
/// integers with 13 fraction bits, on samples shifted to −128..127. Source: Loeffler, Ligtenberg and Moschytz (see <see cref="Fixed"/>);
/// the order of operations is that of jfdctint.c of the Independent JPEG Group, whose output is scaled by 8.
/// </remarks>
internal static class ForwardDct
{
    private const int Pass1Bits = 2;

    /// <summary>For each component, 1 / (8 · step) in natural order: the transform's output is scaled by 8.</summary>
    public static float[][] Reciprocals(JpegFrame frame) =>
        Array.ConvertAll(frame.Components, c => Array.ConvertAll(c.Quantiser!, step => 1f / (8f * step)));

    /// <summary>Transforms and quantises 8 × 8 samples.</summary>
    /// <param name="samples">Samples from the block's first one on.</param>
    /// <param name="stride">Distance in samples from one row to the next.</param>
    /// <param name="reciprocals">64 values of 1 / (8 · step) in natural order.</param>
    /// <param name="block">Receives 64 coefficients in coding order, clamped to the baseline range.</param>
    public static void ToCoefficients(ReadOnlySpan<byte> samples, int stride, ReadOnlySpan<float> reciprocals, Span<short> block)
    {
        var rows = default(Rows);
        for (var y = 0; y < 8; y++)
        {
            var words = Vector128.WidenLower(Vector64.Create(samples.Slice(y * stride, 8)).ToVector128());
            rows[y] = Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32() - Vector256.Create(128);
        }

        // libjpeg transforms the rows first.
        rows.Transpose();
        Pass(ref rows, first: true);
        rows.Transpose();
        Pass(ref rows, first: false);

        Span<short> natural = stackalloc short[64];
        var half = Vector256.Create(0.5f);
        for (var y = 0; y < 8; y++)
        {
            var scaled = Vector256.ConvertToSingle(rows[y]) * Vector256.Create(reciprocals.Slice(y * 8, 8));
            var rounded = Vector256.ConvertToInt32(scaled + Vector256.CopySign(half, scaled));
            // DC has one bit more than AC (T.81, F.1.2). 8-bit samples exceed the range only with quantisation steps of 1.
            var limited = Vector256.Min(Vector256.Max(rounded, Vector256.Create(-1023)), Vector256.Create(1023));
            Vector128.Narrow(limited.GetLower(), limited.GetUpper()).CopyTo(natural.Slice(y * 8, 8));
            if (y == 0)
                natural[0] = (short)Math.Clamp(rounded[0], -1024, 1023);
        }

        Zigzag.Apply(natural, block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(ref Rows r, bool first)
    {
        var (t0, t7, t1, t6) = (r[0] + r[7], r[0] - r[7], r[1] + r[6], r[1] - r[6]);
        var (t2, t5, t3, t4) = (r[2] + r[5], r[2] - r[5], r[3] + r[4], r[3] - r[4]);
        var (t10, t13, t11, t12) = (t0 + t3, t0 - t3, t1 + t2, t1 - t2);
        var shift = first ? Bits - Pass1Bits : Bits + Pass1Bits;

        r[0] = first ? (t10 + t11) << Pass1Bits : Descale(t10 + t11, Pass1Bits);
        r[4] = first ? (t10 - t11) << Pass1Bits : Descale(t10 - t11, Pass1Bits);
        var z1 = (t12 + t13) * F0541196100;
        r[2] = Descale(z1 + (t13 * F0765366865), shift);
        r[6] = Descale(z1 - (t12 * F1847759065), shift);

        var (s1, s2, s3, s4) = (t4 + t7, t5 + t6, t4 + t6, t5 + t7);
        var s5 = (s3 + s4) * F1175875602;
        s1 *= -F0899976223;
        s2 *= -F2562915447;
        s3 = (s3 * -F1961570560) + s5;
        s4 = (s4 * -F0390180644) + s5;
        r[7] = Descale((t4 * F0298631336) + s1 + s3, shift);
        r[5] = Descale((t5 * F2053119869) + s2 + s4, shift);
        r[3] = Descale((t6 * F3072711026) + s2 + s3, shift);
        r[1] = Descale((t7 * F1501321110) + s1 + s4, shift);
    }
}
