namespace Cutis.Platform.Errors;

/// <summary>Finds the known word that is nearest to a misspelt one.</summary>
internal static class Spelling
{
    /// <summary>The known word with the smallest edit distance, ignoring case; null when none is near.</summary>
    /// <remarks>A word is near with at most one edit per three characters.</remarks>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? nearest = null;
        var min = Math.Max(1, word.Length / 3) + 1;
        foreach (var candidate in known)
        {
            var edits = Edits(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < min)
                (min, nearest) = (edits, candidate);
        }

        return nearest;
    }

    /// <summary>
    /// The Damerau–Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and transpositions of neighbours.
    /// </summary>
    private static int Edits(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(change, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
