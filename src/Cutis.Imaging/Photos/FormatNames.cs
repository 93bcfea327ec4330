namespace Cutis.Imaging;

/// <summary>Names formats that people send and that are not read, for a clearer message.</summary>
internal static class FormatNames
{
    /// <summary>Such as <c>, not a WebP</c>; empty when the format is not known.</summary>
    public static string Guess(ReadOnlySpan<byte> file)
    {
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8)) return ", not a WebP";
        if (file.Length >= 12 && file[4..8].SequenceEqual("ftyp"u8)) return file[8..12].StartsWith("avi"u8) ? ", not an AVIF" : ", not a HEIC";
        if (file.StartsWith("GIF8"u8)) return ", not a GIF";
        if (file.StartsWith("BM"u8)) return ", not a BMP";
        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8)) return ", not a TIFF";
        return file.StartsWith("%PDF"u8) ? ", not a PDF" : "";
    }
}
