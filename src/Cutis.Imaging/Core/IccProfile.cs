using System.IO.Compression;
using System.Text;

namespace Cutis.Imaging.Core;

/// <summary>Reads and writes ICC profiles embedded in JPEG and PNG (ICC.1:2022, annex B).</summary>
internal static class IccProfile
{
    private const int MaxBytesPerSegment = 65_000;

    // Maximum length of the profile's name in a PNG (W3C PNG, 11.3.2.3).
    private const int MaxNameLength = 79;
    private static ReadOnlySpan<byte> Signature => "ICC_PROFILE\0"u8;

    /// <summary>The profile in the APP2 segments of a JPEG; null when there is none or when a part is missing.</summary>
    public static byte[]? FromJpeg(IReadOnlyList<byte[]> segments)
    {
        if (segments.Count == 0 || segments[0][13] != segments.Count)
            return null;
        var parts = segments.OrderBy(segment => segment[12]).ToArray();
        for (var i = 0; i < parts.Length; i++)
            if (parts[i][12] != i + 1)
                return null;
        return [.. parts.SelectMany(segment => segment.Skip(14))];
    }

    /// <summary>The payloads of the APP2 segments that carry a profile.</summary>
    public static IReadOnlyList<byte[]> ToJpeg(byte[]? profile)
    {
        if (profile is null)
            return [];
        var parts = profile.Chunk(MaxBytesPerSegment).ToArray();
        if (parts.Length > 255)
            return [];
        return [.. parts.Select((part, i) => (byte[])[.. Signature, (byte)(i + 1), (byte)parts.Length, .. part])];
    }

    /// <summary>The profile in an iCCP chunk of a PNG; null when it is damaged or larger than allowed.</summary>
    public static byte[]? FromPng(ReadOnlySpan<byte> chunk, int maxBytes, out bool isTooLarge)
    {
        isTooLarge = false;
        var name = chunk.IndexOf((byte)0);
        if (name is < 1 or > MaxNameLength || name + 2 > chunk.Length || chunk[name + 1] != 0)
            return null;
        try
        {
            using var inflate = new ZLibStream(new MemoryStream(chunk[(name + 2)..].ToArray()), CompressionMode.Decompress);
            using var profile = new MemoryStream();
            var buffer = new byte[Math.Min(maxBytes + 1, 1 << 16)];
            for (var read = inflate.Read(buffer); read > 0 && profile.Length <= maxBytes; read = inflate.Read(buffer))
                profile.Write(buffer, 0, read);
            isTooLarge = profile.Length > maxBytes;
            return isTooLarge ? null : profile.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The iCCP chunk that holds a profile.</summary>
    public static byte[] ToPng(byte[] profile)
    {
        using var chunk = new MemoryStream();
        chunk.Write(Encoding.Latin1.GetBytes("ICC profile"));
        chunk.Write([0, 0]);
        using (var deflate = new ZLibStream(chunk, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(profile);
        return chunk.ToArray();
    }
}
