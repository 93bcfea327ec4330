namespace Cutis.Platform.Errors;

/// <summary>Quotes untrusted text in messages.</summary>
internal static class ErrorText
{
    private const int MaxShown = 40;

    /// <summary>The text, shortened if it is long.</summary>
    public static string Shorten(string text)
    {
        if (text.Length <= MaxShown)
            return text;
        // Not in the middle of a surrogate pair.
        return text[..(char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown)] + "…";
    }
}
