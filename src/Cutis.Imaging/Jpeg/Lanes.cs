using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Lane = System.Runtime.Intrinsics.Vector256<float>;
using LanePair = System.Runtime.Intrinsics.Vector512<float>;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Arithmetic on a row of eight samples or coefficients, of one block or of two side by side. The members are static because the compiler
/// keeps bare vectors in registers, but not vectors in a structure.
/// </summary>
/// <typeparam name="T">The vector type of a row.</typeparam>
internal interface IVectorOps<T>
{
    static abstract T Add(T a, T b);

    static abstract T Subtract(T a, T b);

    static abstract T Multiply(T row, float factor);

    /// <summary>Clamps every element to a range.</summary>
    static abstract T Clamp(T row, float min, float max);

    /// <summary>Transposes each block.</summary>
    static abstract void Transpose(ref T r0, ref T r1, ref T r2, ref T r3, ref T r4, ref T r5, ref T r6, ref T r7);
}

/// <summary>Rows of one block.</summary>
internal readonly struct Vector8Ops : IVectorOps<Lane>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Add(Lane a, Lane b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Subtract(Lane a, Lane b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Multiply(Lane row, float factor) => row * Vector256.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Clamp(Lane row, float min, float max) =>
        Vector256.MinNative(Vector256.MaxNative(row, Vector256.Create(min)), Vector256.Create(max));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref Lane r0, ref Lane r1, ref Lane r2, ref Lane r3, ref Lane r4, ref Lane r5, ref Lane r6, ref Lane r7)
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
        (r0, r1, r2, r3) = (Low(b0, b4), Low(b1, b5), Low(b2, b6), Low(b3, b7));
        (r4, r5, r6, r7) = (High(b0, b4), High(b1, b5), High(b2, b6), High(b3, b7));
    }

    private static Lane Low(Lane a, Lane b) => Avx.Permute2x128(a, b, 0x20);

    private static Lane High(Lane a, Lane b) => Avx.Permute2x128(a, b, 0x31);

    private static void TransposeScalar(
        ref Lane r0,
        ref Lane r1,
        ref Lane r2,
        ref Lane r3,
        ref Lane r4,
        ref Lane r5,
        ref Lane r6,
        ref Lane r7
    )
    {
        Span<Lane> rows = [r0, r1, r2, r3, r4, r5, r6, r7];
        var cells = MemoryMarshal.Cast<Lane, float>(rows);
        for (var y = 0; y < 8; y++)
        for (var x = y + 1; x < 8; x++)
            (cells[(y * 8) + x], cells[(x * 8) + y]) = (cells[(x * 8) + y], cells[(y * 8) + x]);
        (r0, r1, r2, r3, r4, r5, r6, r7) = (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7]);
    }
}

/// <summary>The same row of two blocks; needs AVX-512.</summary>
internal readonly struct Vector16Ops : IVectorOps<LanePair>
{
    /// <summary>Whether this processor has the instructions.</summary>
    public static bool AreSupported => Avx512BW.IsSupported && Avx512DQ.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair Add(LanePair a, LanePair b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair Subtract(LanePair a, LanePair b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair Multiply(LanePair row, float factor) => row * Vector512.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair Clamp(LanePair row, float min, float max) =>
        Vector512.MinNative(Vector512.MaxNative(row, Vector512.Create(min)), Vector512.Create(max));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref LanePair r0,
        ref LanePair r1,
        ref LanePair r2,
        ref LanePair r3,
        ref LanePair r4,
        ref LanePair r5,
        ref LanePair r6,
        ref LanePair r7
    )
    {
        var (a0, a1, a2, a3) = (
            Avx512F.UnpackLow(r0, r1),
            Avx512F.UnpackHigh(r0, r1),
            Avx512F.UnpackLow(r2, r3),
            Avx512F.UnpackHigh(r2, r3)
        );
        var (a4, a5, a6, a7) = (
            Avx512F.UnpackLow(r4, r5),
            Avx512F.UnpackHigh(r4, r5),
            Avx512F.UnpackLow(r6, r7),
            Avx512F.UnpackHigh(r6, r7)
        );
        var (b0, b1, b2, b3) = (
            Avx512F.Shuffle(a0, a2, 0x44),
            Avx512F.Shuffle(a0, a2, 0xEE),
            Avx512F.Shuffle(a1, a3, 0x44),
            Avx512F.Shuffle(a1, a3, 0xEE)
        );
        var (b4, b5, b6, b7) = (
            Avx512F.Shuffle(a4, a6, 0x44),
            Avx512F.Shuffle(a4, a6, 0xEE),
            Avx512F.Shuffle(a5, a7, 0x44),
            Avx512F.Shuffle(a5, a7, 0xEE)
        );
        (r0, r1, r2, r3) = (Low(b0, b4), Low(b1, b5), Low(b2, b6), Low(b3, b7));
        (r4, r5, r6, r7) = (High(b0, b4), High(b1, b5), High(b2, b6), High(b3, b7));
    }

    private static LanePair Low(LanePair a, LanePair b) =>
        Avx512F.PermuteVar8x64x2(a.AsDouble(), Vector512.Create(0L, 1, 8, 9, 4, 5, 12, 13), b.AsDouble()).AsSingle();

    private static LanePair High(LanePair a, LanePair b) =>
        Avx512F.PermuteVar8x64x2(a.AsDouble(), Vector512.Create(2L, 3, 10, 11, 6, 7, 14, 15), b.AsDouble()).AsSingle();
}
