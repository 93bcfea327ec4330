using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Cutis.Imaging.Jpeg;

/// <summary>Hints to the processor's caches.</summary>
internal static class Memory
{
    private const int CacheLine = 64;

    /// <summary>Asks for memory that will be read soon; nothing else happens, whatever the memory is.</summary>
    public static unsafe void Prefetch<T>(ReadOnlySpan<T> span)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        // The memory may move meanwhile; then the hint is for nothing.
        var start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
        for (var i = 0; i < span.Length * sizeof(T); i += CacheLine)
            Sse.Prefetch0(start + i);
    }
}
