using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cutis.Imaging.Jpeg;

/// <summary>Collects entropy-coded bytes as a file holds them, with a zero byte after each 0xFF, and markers (T.81, B.1.1.5).</summary>
/// <param name="room">Initial capacity in bytes.</param>
internal sealed class ScanBytes(int room = 1 << 16)
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(room);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    /// <summary>Appends bytes and stuffs a zero byte after each 0xFF.</summary>
    public void Stuff(ReadOnlySpan<byte> bytes)
    {
        Reserve(2 * bytes.Length);
        ref var source = ref MemoryMarshal.GetReference(bytes);
        ref var target = ref MemoryMarshal.GetArrayDataReference(_bytes);
        var at = 0;
        while (at + Vector256<byte>.Count <= bytes.Length)
        {
            // Store the whole vector; what follows its first 0xFF is stored again, one byte further.
            Debug.Assert(_length + Vector256<byte>.Count < _bytes.Length, "two bytes are reserved for each byte");
            var some = Vector256.LoadUnsafe(ref source, (nuint)at);
            some.StoreUnsafe(ref target, (nuint)_length);
            var marks = Vector256.Equals(some, Vector256<byte>.AllBitsSet).ExtractMostSignificantBits();
            var done = marks == 0 ? Vector256<byte>.Count : BitOperations.TrailingZeroCount(marks) + 1;
            at += done;
            _length += done;
            if (marks != 0)
                Unsafe.Add(ref target, _length++) = 0;
        }

        for (; at < bytes.Length; at++)
        {
            _bytes[_length++] = bytes[at];
            if (bytes[at] == Markers.Prefix)
                _bytes[_length++] = 0;
        }
    }

    /// <summary>Appends bytes unchanged.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Marker(byte code)
    {
        Reserve(2);
        _bytes[_length++] = Markers.Prefix;
        _bytes[_length++] = code;
    }

    private void Reserve(int bytes)
    {
        if (_length + bytes > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + bytes));
    }
}
