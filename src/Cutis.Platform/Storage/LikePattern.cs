namespace Cutis.Platform.Storage;

/// <summary>Patterns of the operator LIKE.</summary>
internal static class LikePattern
{
    /// <summary>The character that takes the meaning from the next one.</summary>
    public const string Escape = "\\";

    /// <summary>Matches what has a text in it.</summary>
    public static string Containing(string text) => $"%{text.Replace(Escape, @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
}
