namespace Cutis.Imaging.Photos;

/// <summary>The name of an unsupported format that people send, with advice for the error message.</summary>
/// <param name="Name">The name with its article, such as <c>a WebP</c>.</param>
/// <param name="Advice">One sentence of advice, or an empty text.</param>
internal readonly record struct FormatName(string Name, string Advice = "")
{
    /// <summary>Recognises a format by the first bytes of a file; null when it is unknown.</summary>
    public static FormatName? Guess(ReadOnlySpan<byte> file) =>
        MediaBrands.Guess(file) ?? TiffKinds.Guess(file) ?? TextKinds.Guess(file) ?? BySignature(file);

    /// <summary>A photo in another format, which a program can convert.</summary>
    /// <param name="name">The name with its article.</param>
    /// <param name="extension">The extension of its files.</param>
    /// <param name="orElse">An alternative to converting, which completes the sentence.</param>
    public static FormatName Photo(string name, string extension, string orElse = "") =>
        new(name, $"Convert it, as with: magick photo.{extension} photo.jpg{orElse}");

    private static FormatName? BySignature(ReadOnlySpan<byte> file) =>
        file switch
        {
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, ..] when file.Length >= 12 => Riff(file[8..12]),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => Photo("a GIF", "gif"),
            [(byte)'B', (byte)'M', ..] => Photo("a BMP", "bmp"),
            [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => Photo("a Photoshop document (PSD)", "psd"),
            [0, 0, 1, 0, _, _, ..] => Photo("an icon (ICO)", "ico"),
            [0xFF, 0x0A, ..] => Photo("a JPEG XL", "jxl"),
            [0xFF, 0x4F, 0xFF, 0x51, ..] => Photo("a JPEG 2000", "j2k"),
            [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)'\n' or (byte)' ' or (byte)'\r' or (byte)'\t', ..] => Photo(
                "a netpbm picture",
                "pnm"
            ),
            [(byte)'q', (byte)'o', (byte)'i', (byte)'f', ..] => Photo("a QOI", "qoi"),
            [0x76, 0x2F, 0x31, 0x01, ..] => Photo("an OpenEXR", "exr"),
            [0x8A, (byte)'M', (byte)'N', (byte)'G', ..] or [0x8B, (byte)'J', (byte)'N', (byte)'G', ..] => new("an MNG or JNG"),
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => new("a PDF"),
            [(byte)'%', (byte)'!', (byte)'P', (byte)'S', ..] => new("a PostScript file"),
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => new(
                "a ZIP archive",
                "Unpack it, and send one photo at a time."
            ),
            [0x1F, 0x8B, ..] => new("a gzip archive", "Unpack it, and send one photo at a time."),
            [0x37, 0x7A, 0xBC, 0xAF, ..] => new("a 7-Zip archive", "Unpack it, and send one photo at a time."),
            [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => new("a RAR archive", "Unpack it, and send one photo at a time."),
            [0x1A, 0x45, 0xDF, 0xA3, ..] => new("a Matroska or WebM film"),
            [0, 0, 1, 0xBA or 0xB3, ..] => new("an MPEG film"),
            [(byte)'F', (byte)'L', (byte)'V', 1, ..] => new("a Flash film"),
            [0x30, 0x26, 0xB2, 0x75, ..] => new("a Windows Media file"),
            [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => new("an Ogg film or sound"),
            [(byte)'I', (byte)'D', (byte)'3', ..] => new("an MP3 sound"),
            [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => new("a FLAC sound"),
            // The PNG signature is designed to reveal transmission errors (W3C PNG, 5.2).
            [0x89 or 0x09, (byte)'P', (byte)'N', (byte)'G', ..] => new(
                "a PNG whose bytes were changed on the way",
                "Send it as binary, not as text."
            ),
            _ when file.Length >= 132 && file[128..132].SequenceEqual("DICM"u8) => new("a DICOM"),
            _ when IsTransportStream(file) => new("an MPEG film"),
            _ when file.Length > 0 && !file.ContainsAnyExcept((byte)0) => new(
                "a file of zeros",
                "It may not have been downloaded or saved whole."
            ),
            _ => null,
        };

    private static FormatName? Riff(ReadOnlySpan<byte> kind)
    {
        if (kind.SequenceEqual("WEBP"u8))
            return Photo("a WebP", "webp");
        if (kind.SequenceEqual("AVI "u8))
            return new("an AVI film");
        return kind.SequenceEqual("WAVE"u8) ? new("a WAV sound") : null;
    }

    // Packets of 188 bytes begin with the sync byte 'G' (ISO/IEC 13818-1, 2.4.3).
    private static bool IsTransportStream(ReadOnlySpan<byte> file) =>
        file.Length > 376 && file[0] == 'G' && file[188] == 'G' && file[376] == 'G';
}
