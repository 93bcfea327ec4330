using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Cutis.Imaging.Jpeg;

/// <summary>Cache hints for the processor.</summary>
internal static class Memory
{
    private const int CacheLine = 64;

    /// <summary>Prefetches memory that will be read soon. This is only a hint: it has no effect on what is computed.</summary>
    public static unsafe void Prefetch<T>(ReadOnlySpan<T> span)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        // The garbage collector may move the memory meanwhile; then the hint is wasted.
        var start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
        for (var i = 0; i < span.Length * sizeof(T); i += CacheLine)
            Sse.Prefetch0(start + i);
    }
}
