using System;

namespace Cutis.Bench;

/// <summary>A section of a page, by its heading: one measurement is written anew, and those of others stay.</summary>
internal static class Section
{
    /// <summary>Puts a section in the place of the one with its heading, or at the end.</summary>
    public static string PutInto(string page, string heading, string section)
    {
        var start = page.IndexOf(heading, StringComparison.Ordinal);
        if (start < 0)
            return $"{page.TrimEnd()}\n\n{section}";
        var end = page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return page[..start] + section + (end < 0 ? "" : page[end..]);
    }

    /// <summary>The section of a page; empty when it has none.</summary>
    public static string In(string page, string heading)
    {
        var start = page.IndexOf(heading, StringComparison.Ordinal);
        if (start < 0)
            return "";
        var end = page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return page[start..(end < 0 ? page.Length : end)].TrimEnd() + "\n";
    }
}
