using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cutis.Imaging.Jpeg;

/// <summary>What is left of a block under an even colour: blending is linear, so its coefficients shrink by one factor.</summary>
/// <param name="Factor">Parts of 32768.</param>
internal readonly record struct EvenScale(short Factor)
{
    /// <summary>The factor nearest to a share of 0..1.</summary>
    public static EvenScale Of(float share) => new((short)Math.Min(short.MaxValue, (int)((share * 32768) + 0.5f)));

    /// <summary>Scales 64 coefficients, each rounded to the nearest.</summary>
    public void Apply(ReadOnlySpan<short> block, Span<short> to)
    {
        var factor = Vector256.Create(Factor);
        for (var i = 0; i < 64; i += 16) Scale(Vector256.Create(block.Slice(i, 16)), factor).CopyTo(to.Slice(i, 16));
    }

    // The product of a number and a fraction of 32768, rounded.
    private static Vector256<short> Scale(Vector256<short> value, Vector256<short> factor)
    {
        if (Avx2.IsSupported) return Avx2.MultiplyHighRoundScale(value, factor);
        var (low, high) = (Vector256.WidenLower(value) * Vector256.WidenLower(factor), Vector256.WidenUpper(value) * Vector256.WidenUpper(factor));
        var half = Vector256.Create(1 << 14);
        return Vector256.Narrow((low + half) >> 15, (high + half) >> 15);
    }
}
