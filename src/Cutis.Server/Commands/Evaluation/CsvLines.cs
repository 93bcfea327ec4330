using System.Text;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>Reads comma-separated values as RFC 4180 has them: cells may be quoted, and a quote within one is doubled.</summary>
internal static class CsvLines
{
    /// <summary>The cells of each line, trimmed. A quoted line break belongs to its cell.</summary>
    public static IEnumerable<string[]> Read(string text)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        var all = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd('\n');
        for (var i = 0; i < all.Length; i++)
        {
            var c = all[i];
            if (quoted && c == '"' && i + 1 < all.Length && all[i + 1] == '"')
                (_, i) = (cell.Append('"'), i + 1);
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is (',' or '\n'))
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                if (c != '\n')
                    continue;
                yield return [.. cells];
                cells.Clear();
            }
            else
                cell.Append(c);
        }

        if (all.Length == 0)
            yield break;
        cells.Add(cell.ToString().Trim());
        yield return [.. cells];
    }
}
