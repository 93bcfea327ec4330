using System.Buffers.Binary;

namespace Cutis.Imaging.Photos;

/// <summary>Recognises TIFF and the raw formats of cameras, most of which are TIFFs with the photo in a subdirectory.</summary>
/// <remarks>Sources: TIFF 6.0, section 2; Adobe DNG 1.7.</remarks>
internal static class TiffKinds
{
    private const int Make = 0x010F;
    private const int SubDirectories = 0x014A;
    private const int DngVersion = 0xC612;
    private const int MaxEntries = 200;

    /// <summary>The format by the first bytes and the first directory; null when it is neither.</summary>
    public static FormatName? Guess(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("IIRO"u8) || file.StartsWith("IIRS"u8) || file.StartsWith("MMOR"u8))
            return Raw("Olympus", "ORF");
        if (file.StartsWith("IIU\0"u8))
            return Raw("Panasonic", "RW2");
        if (file.StartsWith("FUJIFILMCCD-RAW"u8))
            return Raw("Fujifilm", "RAF");
        if (file.StartsWith("FOVb"u8))
            return Raw("Sigma", "X3F");
        if (file.StartsWith("\0MRM"u8))
            return Raw("Minolta", "MRW");
        if (file is [(byte)'I', (byte)'I', 0xBC, ..])
            return FormatName.Photo("a JPEG XR", "jxr");
        if (file.StartsWith("II+\0"u8) || file.StartsWith("MM\0+"u8))
            return Tiff;
        if (!file.StartsWith("II*\0"u8) && !file.StartsWith("MM\0*"u8))
            return null;
        if (file.Length >= 10 && file[8..10].SequenceEqual("CR"u8))
            return Raw("Canon", "CR2");
        var first = ReadDirectory(file, isLittle: file[0] == 'I');
        if (first.IsDng)
            return new FormatName("a raw photo (DNG)", "Send the JPEG of the camera, or develop it.");
        if (!first.HasBelow)
            return Tiff;
        if (first.Make.StartsWith("NIKON"u8))
            return Raw("Nikon", "NEF");
        if (first.Make.StartsWith("SONY"u8))
            return Raw("Sony", "ARW");
        return first.Make.StartsWith("PENTAX"u8) || first.Make.StartsWith("RICOH"u8) ? Raw("Pentax", "PEF") : Tiff;
    }

    private static FormatName Tiff => FormatName.Photo("a TIFF", "tif");

    private static FormatName Raw(string maker, string extension) =>
        new($"a {maker} raw photo ({extension})", "Send the JPEG of the camera, or develop it.");

    private static Directory ReadDirectory(ReadOnlySpan<byte> file, bool isLittle)
    {
        var found = new Directory();
        if (file.Length < 10)
            return found;
        long at = U32(file[4..], isLittle);
        if (at > file.Length - 2)
            return found;
        var count = Math.Min(MaxEntries, U16(file[(int)at..], isLittle));
        for (var i = 0; i < count && at + 2 + (12 * (i + 1)) <= file.Length; i++)
        {
            var entry = file.Slice((int)at + 2 + (12 * i), 12);
            switch (U16(entry, isLittle))
            {
                case Make:
                    var (length, offset) = (U32(entry[4..], isLittle), U32(entry[8..], isLittle));
                    if (length > 4 && offset + (long)length <= file.Length)
                        found.Make = file.Slice((int)offset, (int)length);
                    break;
                case SubDirectories:
                    found.HasBelow = true;
                    break;
                case DngVersion:
                    found.IsDng = true;
                    break;
            }
        }

        return found;
    }

    private static int U16(ReadOnlySpan<byte> at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint U32(ReadOnlySpan<byte> at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);

    private ref struct Directory
    {
        public ReadOnlySpan<byte> Make;
        public bool IsDng;
        public bool HasBelow;
    }
}
