namespace Cutis.Platform.Errors;

/// <summary>Texts from outside within messages.</summary>
internal static class ErrorText
{
    private const int MaxShown = 40;

    /// <summary>The text, cut short where it is long.</summary>
    public static string Shorten(string text)
    {
        if (text.Length <= MaxShown)
            return text;
        // Not within a pair of surrogates.
        return text[..(char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown)] + "…";
    }
}
