using System.Globalization;
using System.Text;
using Cutis.Masks.Scenes;

namespace Cutis.Platform.Urls;

/// <summary>Names under which clients save files.</summary>
internal static class FileNames
{
    /// <summary>Maximum length of a name in a URL, including the extension.</summary>
    public const int MaxLength = 64;

    /// <summary>Maximum length of a name that a client shows, including the extension.</summary>
    public const int MaxShownLength = 120;

    /// <summary>The name of a photo whose eyes are hidden, in a URL.</summary>
    public const string Anonymised = "anonymised.jpg";

    private const int MaxExtension = 5;

    // Characters reserved by file systems, and the percent sign, which some clients take for an escape.
    private const string Reserved = "<>:\"/\\|?*%";

    private static readonly string[] PhotoExtensions =
    [
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".webp",
        ".heic",
        ".heif",
        ".avif",
        ".tif",
        ".tiff",
        ".gif",
        ".bmp",
        ".dng",
    ];

    /// <summary>
    /// The name of a picture with masks, such as <c>lines-redness.jpg</c>: letters, digits, underscores, hyphens and one dot.
    /// </summary>
    public static string ForMasks(IEnumerable<string> algorithms, string mediaType)
    {
        var names = algorithms.Select(Safe).Distinct().ToArray();
        return Join(names, MaxLength - MaxExtension) + FilePaths.Extension(mediaType);
    }

    /// <summary>The name of a photo in a URL. The image's own name, which may be that of a person, stays out of logs of URLs.</summary>
    public static string ForPhoto(Frame frame, string mediaType) => frame.ImageType() + FilePaths.Extension(mediaType);

    /// <summary>
    /// The name under which a client saves a photo: the image's own name without characters that mislead file systems or readers.
    /// </summary>
    /// <param name="imageName">The name given at the upload.</param>
    /// <param name="isRestored">Whether it is the restored photo.</param>
    /// <param name="extension">The extension of the photo's format, with the dot.</param>
    public static string Shown(string imageName, bool isRestored, string extension)
    {
        var clean = new StringBuilder();
        foreach (var rune in imageName.EnumerateRunes())
            clean.Append(IsPlain(rune) ? rune.ToString() : "_");
        var stem = clean.ToString();
        var old = Path.GetExtension(stem);
        if (PhotoExtensions.Contains(old, StringComparer.OrdinalIgnoreCase))
            stem = stem[..^old.Length];
        var end = (isRestored ? "-restored" : "") + extension;
        if (stem.Length + end.Length > MaxShownLength)
            stem = stem[..(MaxShownLength - end.Length)];
        // Half of a surrogate pair is not a character.
        if (stem.Length > 0 && char.IsHighSurrogate(stem[^1]))
            stem = stem[..^1];
        // Leading dots hide files; trailing dots and blanks get lost.
        stem = stem.Trim('.', ' ');
        return (stem.Length > 0 ? stem : "image") + end;
    }

    private static string Safe(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_'));

    private static string Join(string[] names, int max)
    {
        for (var count = names.Length; count > 0; count--)
        {
            var end = count < names.Length ? $"-and-{names.Length - count}-more" : "";
            var text = string.Join('-', names.AsSpan(0, count)!) + end;
            if (text.Length <= max)
                return text;
            if (count == 1)
                return names[0][..(max - end.Length)] + end;
        }

        return "masks";
    }

    // Neither control characters nor those that change the direction of text.
    private static bool IsPlain(Rune rune) =>
        !Reserved.Contains(rune.ToString(), StringComparison.Ordinal)
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );
}
