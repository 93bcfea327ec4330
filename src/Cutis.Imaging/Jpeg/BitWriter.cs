using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cutis.Imaging.Jpeg;

/// <summary>Writes bits, most significant bit first. <see cref="ScanBytes"/> later stuffs a zero byte after each 0xFF.</summary>
internal sealed class BitWriter
{
    /// <summary>Number of bytes beyond those passed to <see cref="Copy"/> that must be readable.</summary>
    public const int Beyond = 48;

    private byte[] _buffer = new byte[1 << 16];
    private State _state;

    /// <summary>Complete bytes written since the last <see cref="Clear"/>; up to three more may be pending in the state.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _state.Position);

    /// <summary>Number of bits written, including those that are not in <see cref="Written"/> yet.</summary>
    public long BitLength => (8L * _state.Position) + _state.Count;

    /// <summary>Ensures capacity for that many more bytes.</summary>
    public void Room(int bytes) => Reserve(bytes);

    /// <summary>Appends up to 32 bits.</summary>
    public void Write(uint bits, int count)
    {
        Reserve(16);
        _state.Put(ref MemoryMarshal.GetArrayDataReference(_buffer), bits, count);
    }

    /// <summary>Ensures capacity and hands the state to a loop that writes many bits; <see cref="End"/> takes it back.</summary>
    public State Begin(int bytes)
    {
        Reserve(bytes);
        return _state;
    }

    /// <summary>The first byte of the buffer; valid until capacity is ensured again.</summary>
    public ref byte Buffer => ref MemoryMarshal.GetArrayDataReference(_buffer);

    /// <summary>Takes back the state that <see cref="Begin"/> has handed out.</summary>
    public void End(State state)
    {
        // Flush stores eight bytes at the position, so a loop must have stayed within what it asked for.
        Debug.Assert(state.Position + sizeof(ulong) <= _buffer.Length, "more was written than capacity was ensured for");
        _state = state;
    }

    /// <summary>Appends a range of bits from memory. <see cref="Beyond"/> bytes after the last one must be readable.</summary>
    public void Copy(ReadOnlySpan<byte> source, long from, long count)
    {
        Debug.Assert(from >= 0 && count >= 0, "the range of bits is negative");
        var state = Begin((int)(count >> 3) + Beyond);
        ref var buffer = ref Buffer;
        ref var start = ref MemoryMarshal.GetReference(source[..(int)(((from + count + 7) >> 3) + Beyond)]);
        // Complete the pending byte first, so that whole bytes follow.
        var missing = (int)Math.Min(-state.Count & 7, count);
        state.Put(ref buffer, (uint)(Load(ref start, from) >> 1 >> (63 - missing)), missing);
        (from, count) = (from + missing, count - missing);
        if (count > 0)
            CopyBytes(ref state, ref buffer, ref start, from, count);
        End(state);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBytes(ref State state, ref byte buffer, ref byte start, long from, long count)
    {
        if (count >= 256 && Avx2.IsSupported)
            CopyVectors(ref state, ref buffer, ref start, ref from, ref count);
        for (; count >= 256; count -= 56, from += 56, state.Position += 7)
            CopySeven(ref Unsafe.Add(ref buffer, state.Position), ref start, from);
        // Copy the maximum length unconditionally: a branch on the length would often be mispredicted.
        for (var i = 0; i < 5; i++)
            CopySeven(ref Unsafe.Add(ref buffer, state.Position + (7 * i)), ref start, from + (56 * i));
        state.Position += (int)(count >> 3);
        state.Count = (int)(count & 7);
        state.Bits = Load(ref start, from + (count & ~7L)) & ~(ulong.MaxValue >> state.Count);
    }

    // Copies 32 bytes per step; each 8-byte word is assembled from the nine bytes that contain its bits.
    private static void CopyVectors(ref State state, ref byte buffer, ref byte start, ref long from, ref long count)
    {
        var swap = Vector256.Create(
            (byte)7,
            6,
            5,
            4,
            3,
            2,
            1,
            0,
            15,
            14,
            13,
            12,
            11,
            10,
            9,
            8,
            7,
            6,
            5,
            4,
            3,
            2,
            1,
            0,
            15,
            14,
            13,
            12,
            11,
            10,
            9,
            8
        );
        var shift = (int)(from & 7);
        for (ref var source = ref Unsafe.Add(ref start, (nint)(from >> 3)); count >= 256; count -= 256, from += 256)
        {
            var words = Avx2.Shuffle(Vector256.LoadUnsafe(ref source), swap).AsUInt64() << shift;
            var after = Avx2.Shuffle(Vector256.LoadUnsafe(ref source, 1), swap).AsUInt64() & Vector256.Create(0xFFUL);
            Avx2.Shuffle((words | (after >> (8 - shift))).AsByte(), swap).StoreUnsafe(ref buffer, (nuint)state.Position);
            state.Position += 32;
            source = ref Unsafe.Add(ref source, 32);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySeven(ref byte target, ref byte start, long from) =>
        Unsafe.WriteUnaligned(ref target, BinaryPrimitives.ReverseEndianness(Load(ref start, from)));

    /// <summary>Fills the last byte with 1 bits, as the end of a scan requires (T.81, F.1.2.3).</summary>
    public void Align()
    {
        var missing = -_state.Count & 7;
        if (missing > 0)
            Write((1u << missing) - 1, missing);
        Reserve(16);
        _state.Flush(ref MemoryMarshal.GetArrayDataReference(_buffer));
    }

    /// <summary>Discards the complete bytes; bits that are not in <see cref="Written"/> yet are kept.</summary>
    public void Clear() => _state.Position = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref byte start, long bit) =>
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, (nint)(bit >> 3)))) << (int)(bit & 7);

    private void Reserve(int bytes)
    {
        if (_state.Position + bytes > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _state.Position + bytes));
    }

    /// <summary>The position of a writer: complete bytes, and pending bits aligned to the most significant bit.</summary>
    internal struct State
    {
        public ulong Bits;
        public int Count;
        public int Position;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(ref byte buffer, uint bits, int count)
        {
            Wait(bits, count);
            // Unconditional, because a branch that depends on the data would often be mispredicted.
            Flush(ref buffer);
        }

        /// <summary>Appends bits that stay pending until the next <see cref="Flush"/>. At most 57 bits may be pending.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Wait(uint bits, int count)
        {
            Debug.Assert(count is >= 0 and <= 32 && (ulong)bits >> count == 0, "there are bits above the count");
            Debug.Assert(Count + count <= 64, "too many bits are pending");
            Count += count;
            Bits |= (ulong)bits << -Count;
        }

        /// <summary>
        /// Writes the complete bytes among the pending bits. Eight bytes from <see cref="Position"/> on must lie within the buffer.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Flush(ref byte buffer)
        {
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref buffer, Position), BinaryPrimitives.ReverseEndianness(Bits));
            Position += Count >> 3;
            Bits <<= Count & ~7;
            Count &= 7;
        }
    }
}
