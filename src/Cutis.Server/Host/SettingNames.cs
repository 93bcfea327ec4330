using Cutis.Platform.Configuration;
using Cutis.Platform.Errors;

namespace Cutis.Server.Host;

/// <summary>The names of settings in the environment, and the search for the one that a misspelt name means.</summary>
internal static class SettingNames
{
    private const string Prefix = "CUTIS_";

    /// <summary>All of them, such as <c>CUTIS_DATA</c> and <c>CUTIS__FILES__LIFETIME</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "CUTIS_URLS",
        "CUTIS_DATA",
        .. Settings.Sections.SelectMany(s => Settings.Keys(s.Options).Select(k => $"CUTIS__{s.Section}__{k.Name}".ToUpperInvariant())),
    ];

    /// <summary>Refuses a variable that looks like a setting and is none: it would be ignored in silence.</summary>
    /// <exception cref="SettingsException">Names the variable and the setting that is nearest.</exception>
    public static void Check(IEnumerable<string> variables)
    {
        foreach (var name in variables.Where(IsMeant).Order(StringComparer.Ordinal))
        {
            // The two plain variables are read as they are, the others by the framework, which does not mind case.
            if (
                !All.Contains(name)
                && !(name.StartsWith("CUTIS__", StringComparison.OrdinalIgnoreCase) && All.Contains(name.ToUpperInvariant()))
            )
                throw new SettingsException($"{name} is not a known setting{Hint(name)}");
        }
    }

    /// <summary>Asks whether the nearest setting was meant; empty when none is near.</summary>
    public static string Hint(string name)
    {
        // Underscores are what is most easily got wrong.
        var known = All.ToDictionary(Letters, n => n);
        return Spelling.Nearest(Letters(name), known.Keys) is { } near ? $"; did you mean {known[near]}?" : "";
    }

    private static bool IsMeant(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    private static string Letters(string name)
    {
        var letters = name.ToUpperInvariant().Replace("_", "").Replace(":", "");
        return letters.StartsWith("CUTIS", StringComparison.Ordinal) ? letters["CUTIS".Length..] : letters;
    }
}
