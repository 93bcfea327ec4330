using System.Buffers.Binary;
using System.Text;
using Cutis.Imaging.Core;

namespace Cutis.Imaging.Png;

/// <summary>Splits a PNG into chunks (W3C PNG, third edition, 5.3).</summary>
internal static class PngChunks
{
    // Bytes of length, type and checksum.
    private const int Overhead = 12;

    // Bit 5 of the first letter marks ancillary chunks, which a decoder may ignore.
    private const int Ancillary = 0x20;

    /// <summary>
    /// The chunks up to <c>IEND</c>. Damaged ancillary chunks are skipped, because a picture can be shown without them (13.2).
    /// </summary>
    /// <param name="data">A file that begins with the signature.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="PhotoException">A chunk is truncated, or a critical chunk is damaged or has an invalid type.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IEnumerable<(string Type, ArraySegment<byte> Data)> Read(byte[] data, CancellationToken stop)
    {
        for (var at = PngReader.Signature.Length; ; )
        {
            stop.ThrowIfCancellationRequested();
            if (at + Overhead > data.Length)
                throw PhotoException.Damaged("The PNG ends before its end chunk.");
            var length = BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));
            if (length > data.Length - at - Overhead)
                throw PhotoException.Damaged("A chunk of the PNG is cut off.");
            var body = data.AsSpan(at + 4, (int)length + 4);
            var isSound = Crc32.Update(0, body) == BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at + 8 + (int)length));
            var type = Encoding.Latin1.GetString(body[..4]);
            var isNamed = type.All(char.IsAsciiLetter);
            if (!IsAncillary(type))
            {
                if (!isSound)
                    throw PhotoException.Damaged("A chunk of the PNG has a wrong checksum.");
                if (!isNamed)
                    throw PhotoException.Damaged("A chunk of the PNG has an impossible name.");
            }

            if (isSound && isNamed)
                yield return (type, new ArraySegment<byte>(data, at + 8, (int)length));
            if (type == "IEND")
                yield break;
            at += Overhead + (int)length;
        }
    }

    /// <summary>True for chunks that a picture can be shown without.</summary>
    public static bool IsAncillary(string type) => (type[0] & Ancillary) != 0;
}
