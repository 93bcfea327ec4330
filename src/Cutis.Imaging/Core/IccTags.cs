using System.Buffers.Binary;
using System.Text;

namespace Cutis.Imaging.Core;

/// <summary>Reads the header and the tags of an ICC profile (ICC.1:2022, 7.2 and 7.3).</summary>
internal static class IccTags
{
    private const int HeaderBytes = 128;
    private const int EntryBytes = 12;
    private const int MaxTags = 100;

    /// <summary>The colour space of the pixels, such as <c>RGB </c> or <c>GRAY</c>; null when the bytes are not a profile.</summary>
    public static string? PixelSpace(ReadOnlySpan<byte> profile) =>
        IsProfile(profile) ? Encoding.Latin1.GetString(profile.Slice(16, 4)) : null;

    /// <summary>True when the profile converts from that colour space to CIE XYZ.</summary>
    public static bool LeadsToXyz(ReadOnlySpan<byte> profile, string pixelSpace) =>
        PixelSpace(profile) == pixelSpace && profile.Slice(20, 4).SequenceEqual("XYZ "u8);

    /// <summary>The data of a tag; null when it is missing or lies outside the profile.</summary>
    public static byte[]? Find(byte[] profile, string name)
    {
        var signature = Encoding.ASCII.GetBytes(name);
        var count = BinaryPrimitives.ReadUInt32BigEndian(profile.AsSpan(HeaderBytes));
        for (var i = 0; i < Math.Min(count, MaxTags) && HeaderBytes + 4 + (EntryBytes * (i + 1)) <= profile.Length; i++)
        {
            var entry = profile.AsSpan(HeaderBytes + 4 + (EntryBytes * i), EntryBytes);
            if (!entry[..4].SequenceEqual(signature))
                continue;
            var (offset, size) = (BinaryPrimitives.ReadUInt32BigEndian(entry[4..]), BinaryPrimitives.ReadUInt32BigEndian(entry[8..]));
            return offset + (long)size <= profile.Length ? profile[(int)offset..(int)(offset + size)] : null;
        }

        return null;
    }

    /// <summary>An s15Fixed16Number: 16 bits before the point and 16 after it.</summary>
    public static double Fixed(byte[] data, int at) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at)) / 65_536.0;

    private static bool IsProfile(ReadOnlySpan<byte> profile) =>
        profile.Length >= HeaderBytes + 4 && profile.Slice(36, 4).SequenceEqual("acsp"u8);
}
