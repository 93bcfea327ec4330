using System.Runtime.CompilerServices;

namespace Cutis.Imaging.Jpeg;

/// <summary>The scaled 8 × 8 discrete cosine transform of Arai, Agui and Nakajima, in floating point, and its inverse.</summary>
/// <remarks>
/// With s₀ = 1 and sₖ = √2 · cos(kπ/16) the transform of ITU-T T.81, A.3.3 is F(u,v) = out(u,v) / (8 · s(u) · s(v)), and the inverse
/// takes F(u,v) · s(u) · s(v) / 8. <see cref="FloatDct"/> multiplies these factors into the quantisation tables, so that a pass over
/// eight values needs five multiplications and 29 additions. Eight vectors hold the eight rows of one or two blocks; a pass transforms
/// all columns at once, and the transposition between the two passes makes rows columns. No multiplication is fused with an addition, so
/// that every processor has the same results. Source: Arai, Agui and Nakajima, "A fast DCT-SQ scheme for images" (Transactions of the
/// IEICE E-71, 1988); the order of operations is that of jidctflt.c and jfdctflt.c of the Independent JPEG Group.
/// </remarks>
internal static class AanTransform
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToSamples<T, TOps>(ref T r0, ref T r1, ref T r2, ref T r3, ref T r4, ref T r5, ref T r6, ref T r7)
        where TOps : IVectorOps<T>
    {
        Inverse<T, TOps>(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        TOps.Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Inverse<T, TOps>(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        (r0, r1, r2, r3) = (TOps.Clamp(r0, -128, 127), TOps.Clamp(r1, -128, 127), TOps.Clamp(r2, -128, 127), TOps.Clamp(r3, -128, 127));
        (r4, r5, r6, r7) = (TOps.Clamp(r4, -128, 127), TOps.Clamp(r5, -128, 127), TOps.Clamp(r6, -128, 127), TOps.Clamp(r7, -128, 127));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToScaledCoefficients<T, TOps>(ref T r0, ref T r1, ref T r2, ref T r3, ref T r4, ref T r5, ref T r6, ref T r7)
        where TOps : IVectorOps<T>
    {
        Forward<T, TOps>(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        TOps.Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Forward<T, TOps>(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inverse<T, TOps>(ref T r0, ref T r1, ref T r2, ref T r3, ref T r4, ref T r5, ref T r6, ref T r7)
        where TOps : IVectorOps<T>
    {
        const float root2 = 1.414213562f;
        var (t10, t11) = (TOps.Add(r0, r4), TOps.Subtract(r0, r4));
        var t13 = TOps.Add(r2, r6);
        var t12 = TOps.Subtract(TOps.Multiply(TOps.Subtract(r2, r6), root2), t13);
        var (e0, e3, e1, e2) = (TOps.Add(t10, t13), TOps.Subtract(t10, t13), TOps.Add(t11, t12), TOps.Subtract(t11, t12));

        var (z13, z10, z11, z12) = (TOps.Add(r5, r3), TOps.Subtract(r5, r3), TOps.Add(r1, r7), TOps.Subtract(r1, r7));
        var o7 = TOps.Add(z11, z13);
        var o11 = TOps.Multiply(TOps.Subtract(z11, z13), root2);
        var z5 = TOps.Multiply(TOps.Add(z10, z12), 1.847759065f);
        var o10 = TOps.Subtract(z5, TOps.Multiply(z12, 1.082392200f));
        var o12 = TOps.Subtract(z5, TOps.Multiply(z10, 2.613125930f));
        var o6 = TOps.Subtract(o12, o7);
        var o5 = TOps.Subtract(o11, o6);
        var o4 = TOps.Subtract(o10, o5);
        (r0, r7, r1, r6) = (TOps.Add(e0, o7), TOps.Subtract(e0, o7), TOps.Add(e1, o6), TOps.Subtract(e1, o6));
        (r2, r5, r3, r4) = (TOps.Add(e2, o5), TOps.Subtract(e2, o5), TOps.Add(e3, o4), TOps.Subtract(e3, o4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward<T, TOps>(ref T r0, ref T r1, ref T r2, ref T r3, ref T r4, ref T r5, ref T r6, ref T r7)
        where TOps : IVectorOps<T>
    {
        var (t0, t7, t1, t6) = (TOps.Add(r0, r7), TOps.Subtract(r0, r7), TOps.Add(r1, r6), TOps.Subtract(r1, r6));
        var (t2, t5, t3, t4) = (TOps.Add(r2, r5), TOps.Subtract(r2, r5), TOps.Add(r3, r4), TOps.Subtract(r3, r4));
        var (t10, t13, t11, t12) = (TOps.Add(t0, t3), TOps.Subtract(t0, t3), TOps.Add(t1, t2), TOps.Subtract(t1, t2));
        (r0, r4) = (TOps.Add(t10, t11), TOps.Subtract(t10, t11));
        var z1 = TOps.Multiply(TOps.Add(t12, t13), 0.707106781f);
        (r2, r6) = (TOps.Add(t13, z1), TOps.Subtract(t13, z1));

        (t10, t11, t12) = (TOps.Add(t4, t5), TOps.Add(t5, t6), TOps.Add(t6, t7));
        var z5 = TOps.Multiply(TOps.Subtract(t10, t12), 0.382683433f);
        var z2 = TOps.Add(TOps.Multiply(t10, 0.541196100f), z5);
        var z4 = TOps.Add(TOps.Multiply(t12, 1.306562965f), z5);
        var z3 = TOps.Multiply(t11, 0.707106781f);
        var (z11, z13) = (TOps.Add(t7, z3), TOps.Subtract(t7, z3));
        (r5, r3, r1, r7) = (TOps.Add(z13, z2), TOps.Subtract(z13, z2), TOps.Add(z11, z4), TOps.Subtract(z11, z4));
    }
}
