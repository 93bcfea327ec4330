using System.Text;

namespace Cutis.Imaging.Photos;

/// <summary>Recognises text that people send instead of a photo: a form, base64, JSON, an error page.</summary>
internal static class TextKinds
{
    // An SVG may begin with comments and a document type.
    private const int MaxProbedBytes = 4096;
    private const string AsBody = "Send the bytes of the photo as the body of the request, as with: curl --data-binary @photo.jpg";

    /// <summary>The kind by the first characters; null when it is none of these.</summary>
    public static FormatName? Guess(ReadOnlySpan<byte> file)
    {
        var head = file[..Math.Min(file.Length, MaxProbedBytes)];
        if (head is [0xEF, 0xBB, 0xBF, ..])
            head = head[3..];
        var text = Encoding.Latin1.GetString(head).TrimStart();
        if (text.StartsWith("--", StringComparison.Ordinal) && text.Contains("Content-Disposition:", StringComparison.OrdinalIgnoreCase))
            return new FormatName("a form (multipart/form-data)", AsBody);
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return new FormatName("a data URL", AsBody);
        // The beginnings of JPEG, PNG, WebP and GIF in base64.
        if (
            text.StartsWith("/9j/", StringComparison.Ordinal)
            || text.StartsWith("iVBORw0KGgo", StringComparison.Ordinal)
            || text.StartsWith("UklGR", StringComparison.Ordinal)
            || text.StartsWith("R0lGOD", StringComparison.Ordinal)
        )
            return new FormatName("a photo in base64", AsBody);
        if (text.StartsWith('<'))
            return Markup(text);
        if (text.StartsWith('{') || text.StartsWith('['))
            return new FormatName("JSON", AsBody);
        if (
            text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        )
            return new FormatName("a URL", AsBody);
        return null;
    }

    private static FormatName? Markup(string text)
    {
        if (
            text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<html", StringComparison.OrdinalIgnoreCase)
        )
            return new FormatName("a web page (HTML)", "It may be the error of a download.");
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return FormatName.Photo("an SVG", "svg");
        return text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) ? new FormatName("an XML file") : null;
    }
}
