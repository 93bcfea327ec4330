using System.Buffers.Binary;
using System.Text;

namespace Cutis.Imaging.Photos;

/// <summary>
/// Recognises formats made of boxes by their brands: films, and photos that are coded like films (ISO/IEC 14496-12, 4.3).
/// </summary>
internal static class MediaBrands
{
    // Offset of the compatible brands, after size, type, major brand and version.
    private const int FirstCompatible = 16;
    private const int MaxBrands = 32;
    private const string IphoneSetting = ". An iPhone takes JPEGs with Settings > Camera > Formats > Most Compatible.";

    /// <summary>The format by its first boxes; null when the file does not consist of boxes.</summary>
    public static FormatName? Guess(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12)
            return null;
        var box = file[4..8];
        if (box.SequenceEqual("ftyp"u8))
            return ByBrands(Brands(file));
        if (box.SequenceEqual("JXL "u8))
            return FormatName.Photo("a JPEG XL", "jxl");
        if (box.SequenceEqual("jP  "u8))
            return FormatName.Photo("a JPEG 2000", "jp2");
        // Old QuickTime films have no brand.
        return box.SequenceEqual("moov"u8) || box.SequenceEqual("mdat"u8) || box.SequenceEqual("wide"u8) || box.SequenceEqual("pnot"u8)
            ? Film("a QuickTime film")
            : null;
    }

    // The major brand comes first, then the compatible ones: a photo may have the brand mif1, which says only that it is a photo.
    private static FormatName ByBrands(List<string> brands)
    {
        foreach (var brand in brands)
            if (Known(brand) is { } format)
                return format;
        if (brands.Exists(brand => brand is "mif1" or "mif2" or "msf1" or "miaf"))
            return FormatName.Photo("a HEIF", "heif", IphoneSetting);
        return brands.Exists(IsFilm) ? Film("an MP4 film") : new FormatName($"a film or photo of the kind \"{Printable(brands[0])}\"");
    }

    private static FormatName? Known(string brand) =>
        brand switch
        {
            "avif" or "avis" => FormatName.Photo("an AVIF", "avif"),
            "heic" or "heix" or "heim" or "heis" => FormatName.Photo("a HEIC", "heic", IphoneSetting),
            "hevc" or "hevx" or "hevm" or "hevs" => FormatName.Photo("a HEIC sequence", "heic", IphoneSetting),
            "jpeg" or "jpgs" or "j2ki" or "j2is" or "avci" or "avcs" or "vvic" or "vvis" => FormatName.Photo("a HEIF", "heif"),
            "crx " => new("a Canon raw photo (CR3)", "Send the JPEG of the camera, or develop it."),
            "jxl " => FormatName.Photo("a JPEG XL", "jxl"),
            "jp2 " or "jpx " or "jpm " or "jph " => FormatName.Photo("a JPEG 2000", "jp2"),
            "mjp2" => Film("a Motion JPEG 2000 film"),
            "qt  " => Film("a QuickTime film"),
            "M4A " or "M4B " or "M4P " => new("an MPEG-4 sound"),
            "f4v " or "F4V " => Film("a Flash film"),
            ['3', 'g', 'p' or '2' or 'r' or 's' or 'e' or 'g', _] => Film("a 3GP film"),
            _ => null,
        };

    private static bool IsFilm(string brand) =>
        brand
            is ['i', 's', 'o', _]
                or ['m', 'p', '4', _]
                or ['M', '4', 'V', _]
                or "avc1"
                or "dash"
                or "MSNV"
                or "mmp4"
                or "ndsc"
                or "XAVC"
                or "NDXP"
                or "hvc1"
                or "av01"
                or "cmfc";

    private static FormatName Film(string name) => new(name, "Send a photo, or one picture of the film.");

    private static List<string> Brands(ReadOnlySpan<byte> file)
    {
        var end = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(file), (uint)file.Length);
        var brands = new List<string> { Encoding.Latin1.GetString(file[8..12]) };
        for (var at = FirstCompatible; at + 4 <= end && brands.Count < MaxBrands; at += 4)
            brands.Add(Encoding.Latin1.GetString(file.Slice(at, 4)));
        return brands;
    }

    private static string Printable(string brand) => string.Concat(brand.Select(c => c is > ' ' and <= '~' and not '"' ? c : '?'));
}
