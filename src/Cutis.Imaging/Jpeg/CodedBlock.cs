using System.Runtime.Intrinsics;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// 64 coefficients in coding order, and a mask of those that are not zero. The mask is computed while the values are in registers:
/// reloading them right after narrower stores would stall on store forwarding.
/// </summary>
internal sealed class CodedBlock
{
    /// <summary>The coefficients.</summary>
    public short[] Values { get; } = new short[64];

    /// <summary>One bit for each non-zero coefficient, the lowest bit for the first.</summary>
    public ulong NonZero { get; private set; }

    /// <summary>The DC coefficient.</summary>
    public short Dc => Values[0];

    /// <summary>Stores both halves.</summary>
    public void Set(Vector512<short> low, Vector512<short> high)
    {
        NonZero = NonZeroOf(low) | (NonZeroOf(high) << 32);
        low.CopyTo(Values);
        high.CopyTo(Values, 32);
    }

    /// <summary>Stores the four quarters.</summary>
    public void Set(Vector256<short> a, Vector256<short> b, Vector256<short> c, Vector256<short> d)
    {
        NonZero = NonZeroOf(a) | (NonZeroOf(b) << 16) | (NonZeroOf(c) << 32) | (NonZeroOf(d) << 48);
        a.CopyTo(Values);
        b.CopyTo(Values, 16);
        c.CopyTo(Values, 32);
        d.CopyTo(Values, 48);
    }

    /// <summary>Computes the mask of non-zero coefficients from memory.</summary>
    public static ulong NonZeroOf(ReadOnlySpan<short> values) =>
        Vector512.IsHardwareAccelerated
            ? NonZeroOf(Vector512.Create(values)) | (NonZeroOf(Vector512.Create(values[32..])) << 32)
            : NonZeroOf(Vector256.Create(values))
                | (NonZeroOf(Vector256.Create(values[16..])) << 16)
                | (NonZeroOf(Vector256.Create(values[32..])) << 32)
                | (NonZeroOf(Vector256.Create(values[48..])) << 48);

    private static ulong NonZeroOf(Vector512<short> values) =>
        ~Vector512.Equals(values, Vector512<short>.Zero).ExtractMostSignificantBits() & uint.MaxValue;

    private static ulong NonZeroOf(Vector256<short> values) =>
        ~Vector256.Equals(values, Vector256<short>.Zero).ExtractMostSignificantBits() & ushort.MaxValue;
}
