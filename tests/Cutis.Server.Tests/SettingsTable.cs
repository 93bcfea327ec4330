using System;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Cutis.Server.Host;

namespace Cutis.Server.Tests;

/// <summary>The table of settings, made of the options types: names, defaults, and the summaries of their doc comments.</summary>
internal static class SettingsTable
{
    public static string Write()
    {
        var docs = new[] { "cutis.xml", "Cutis.Platform.xml" }
            .SelectMany(file => XDocument.Load(Path.Combine(AppContext.BaseDirectory, file)).Descendants("member"))
            .ToDictionary(m => m.Attribute("name")!.Value, m => m.Element("summary")?.Value.Trim() ?? "");
        var table = new StringBuilder("| setting | default | what it says |\n| --- | --- | --- |\n");
        foreach (var (section, type) in Settings.Sections)
        {
            var defaults = Activator.CreateInstance(type)!;
            foreach (var key in Settings.Keys(type))
            {
                var value = Convert.ToString(key.GetValue(defaults), CultureInfo.InvariantCulture);
                var said = string.Join(
                    ' ',
                    docs[$"P:{type.FullName}.{key.Name}"].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                );
                var name = $"CUTIS__{section}__{key.Name}".ToUpperInvariant();
                var shown = value!.Length == 0 ? "(empty)" : $"`{value}`";
                table.Append(CultureInfo.InvariantCulture, $"| `{name}` | {shown} | {said} |\n");
            }
        }

        return table.ToString();
    }
}
