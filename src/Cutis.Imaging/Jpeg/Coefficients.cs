using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Memory for coefficients, 64 per block. Blocks are aligned to 64-byte cache lines, so that each 128-byte block spans two lines rather
/// than three.
/// </summary>
internal sealed class Coefficients
{
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="zero">Whether the coefficients are initialised to zero; otherwise their values are undefined.</param>
    public unsafe Coefficients(int blocks, bool zero)
    {
        const int line = 64;
        Length = 64 * blocks;
        var room = Length + (line / sizeof(short));
        Memory = zero ? new short[room] : GC.AllocateUninitializedArray<short>(room);
        // The garbage collector hardly ever moves arrays of this size. If it does, alignment is lost, which costs time but nothing else.
        First = (int)(-(nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Memory)) & (line - 1)) / sizeof(short);
    }

    private Coefficients() => Memory = [];

    /// <summary>An empty instance.</summary>
    public static Coefficients None { get; } = new();

    /// <summary>The array that holds the coefficients.</summary>
    public short[] Memory { get; }

    /// <summary>Index of the first coefficient in <see cref="Memory"/>.</summary>
    public int First { get; }

    /// <summary>Number of coefficients.</summary>
    public int Length { get; }

    /// <summary>All coefficients.</summary>
    public Span<short> AsSpan() => Memory.AsSpan(First, Length);
}
