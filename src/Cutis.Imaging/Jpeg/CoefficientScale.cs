using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// The factor by which a uniform blend scales every coefficient of a block: ⌊(value · factor + 2¹⁴) / 2¹⁵⌋, which is what PMULHRSW
/// computes.
/// </summary>
/// <param name="Factor">The factor in units of 1/32768, 0..32767.</param>
internal readonly record struct CoefficientScale(short Factor)
{
    /// <summary>The factor nearest to a share of 0..1.</summary>
    public static CoefficientScale Create(float share) => new((short)Math.Min(short.MaxValue, (int)((share * 32768) + 0.5f)));

    /// <summary>Scales one coefficient and rounds to nearest.</summary>
    public int Apply(short value) => ((value * Factor) + (1 << 14)) >> 15;

    /// <summary>Scales 63 coefficients; the first one, DC, is given.</summary>
    public void Apply(ReadOnlySpan<short> block, int dc, CodedBlock to)
    {
        if (Avx512BW.IsSupported)
        {
            var all = Vector512.Create(Factor);
            var (low, high) = (
                Avx512BW.MultiplyHighRoundScale(Vector512.Create(block), all),
                Avx512BW.MultiplyHighRoundScale(Vector512.Create(block[32..]), all)
            );
            to.Set(low.WithElement(0, (short)dc), high);
            return;
        }

        var factor = Vector256.Create(Factor);
        var first = Scale(Vector256.Create(block), factor).WithElement(0, (short)dc);
        to.Set(
            first,
            Scale(Vector256.Create(block[16..]), factor),
            Scale(Vector256.Create(block[32..]), factor),
            Scale(Vector256.Create(block[48..]), factor)
        );
    }

    // PMULHRSW: the product of a 16-bit integer and a 15-bit fraction, rounded.
    private static Vector256<short> Scale(Vector256<short> value, Vector256<short> factor)
    {
        if (Avx2.IsSupported)
            return Avx2.MultiplyHighRoundScale(value, factor);
        var (low, high) = (
            Vector256.WidenLower(value) * Vector256.WidenLower(factor),
            Vector256.WidenUpper(value) * Vector256.WidenUpper(factor)
        );
        var half = Vector256.Create(1 << 14);
        return Vector256.Narrow((low + half) >> 15, (high + half) >> 15);
    }
}
