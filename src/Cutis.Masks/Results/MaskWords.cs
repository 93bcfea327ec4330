namespace Cutis.Masks.Results;

/// <summary>What a mask or an algorithm is called in words for people.</summary>
public static class MaskWords
{
    private static readonly string[] Endings = ["mask", "original", "origin", "restored"];

    // Where the technical name would mislead or is a published misspelling.
    private static readonly Dictionary<string, string> Special = new(StringComparer.Ordinal)
    {
        ["line lines"] = "Fine lines",
        ["lacrimal grooves"] = "Tear troughs",
        ["eye area condition"] = "Eye area",
        ["front face areas"] = "Facial areas",
        ["facial hair attributes"] = "Facial hair",
        ["post inflammatory hyperpigmentation"] = "Marks of healed spots",
        ["mustache"] = "Moustache",
    };

    /// <summary>The words for a mask: its display name, otherwise its technical name, otherwise the algorithm's.</summary>
    /// <param name="algorithm">Whose result it is of.</param>
    /// <param name="name">Its display name; may be empty.</param>
    /// <param name="techName">Its technical name; may be empty.</param>
    public static string Of(AlgorithmName algorithm, string name, string techName)
    {
        foreach (var text in (ReadOnlySpan<string>)[name, techName])
            if (Plain(text) is { Length: > 0 } words)
                return words;
        return Of(algorithm);
    }

    /// <summary>The words for an algorithm.</summary>
    public static string Of(AlgorithmName algorithm) => Plain(algorithm.Value);

    /// <summary>The technical name of a mask without its endings, as metrics of it begin: <c>deep_lines</c>.</summary>
    public static string Stem(string techName) => string.Join('_', Words(techName));

    private static string Plain(string text)
    {
        var words = string.Join(' ', Words(text));
        if (Special.TryGetValue(words.ToLowerInvariant(), out var special))
            return special;
        return words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    // Without "mask", "original" and the like at the end, which say nothing to a reader.
    private static List<string> Words(string text)
    {
        var words = text.Split([' ', '_', '.', '-'], StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 1 && Endings.Contains(words[^1], StringComparer.OrdinalIgnoreCase))
            words.RemoveAt(words.Count - 1);
        return words;
    }
}
