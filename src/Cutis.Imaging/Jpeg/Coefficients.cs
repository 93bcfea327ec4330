using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Memory for coefficients, 64 a block. Every block begins with a line of the processor's caches, so that it is two of them, not three.
/// </summary>
internal sealed class Coefficients
{
    /// <param name="blocks">How many blocks.</param>
    /// <param name="zero">Whether all are zero at first; else they are anything.</param>
    public unsafe Coefficients(int blocks, bool zero)
    {
        const int line = 64;
        Length = 64 * blocks;
        var room = Length + (line / sizeof(short));
        Memory = zero ? new short[room] : GC.AllocateUninitializedArray<short>(room);
        // Arrays of that size are hardly ever moved; where one is, it takes a little longer to read.
        First = (int)(-(nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Memory)) & (line - 1)) / sizeof(short);
    }

    private Coefficients() => Memory = [];

    /// <summary>No coefficients.</summary>
    public static Coefficients None { get; } = new();

    /// <summary>Where they stand.</summary>
    public short[] Memory { get; }

    /// <summary>Where the first of them stands.</summary>
    public int First { get; }

    /// <summary>How many there are.</summary>
    public int Length { get; }

    /// <summary>All of them.</summary>
    public Span<short> AsSpan() => Memory.AsSpan(First, Length);
}
