using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Rendering;

/// <summary>Writes the rows of legends: a row for each mask, in words for people, with the metric that belongs to it.</summary>
internal static class LegendWords
{
    private const int MaxDecimals = 1;

    /// <summary>The rows for the entries of a picture.</summary>
    public static ImmutableArray<LegendRow> Rows(IEnumerable<Drawable> entries)
    {
        var rows = ImmutableArray.CreateBuilder<LegendRow>();
        var first = 0;
        foreach (var entry in entries)
        {
            var (algorithm, masks) = (entry.Options.Algorithm!.Value, entry.Masks.Masks);
            var main = entry.Result.MainMetric is { } metric ? Value(metric) : "";
            // The metric of the whole goes to its only mask, or to a row of its own above several.
            if (masks.Length != 1 && main.Length > 0)
                rows.Add(new LegendRow(null, MaskWords.Of(algorithm), main));
            for (var i = 0; i < masks.Length; i++)
            {
                var name = MaskWords.Of(algorithm, masks[i].Name, masks[i].TechName);
                rows.Add(new LegendRow(first + i, name, masks.Length == 1 ? main : Value(entry.Result, masks[i])));
            }

            first += masks.Length;
        }

        return rows.DrainToImmutable();
    }

    // The score or the share that is named after the mask.
    private static string Value(ResultSummary result, StoredMask mask)
    {
        var stem = MaskWords.Stem(mask.TechName);
        foreach (var metric in result.SubMetrics)
            if (metric.WidgetType is "bad_good_line" or "density" && metric.TechName.StartsWith(stem + "_", StringComparison.Ordinal))
                return Value(metric);
        return "";
    }

    private static string Value(StoredMetric metric)
    {
        using var value = JsonDocument.Parse(metric.Value);
        return value.RootElement.ValueKind switch
        {
            JsonValueKind.Number when value.RootElement.TryGetDouble(out var number) => Math.Round(number, MaxDecimals)
                .ToString(CultureInfo.InvariantCulture) + (metric.WidgetType == "density" ? " %" : ""),
            JsonValueKind.String => value.RootElement.GetString()!,
            _ => "",
        };
    }
}
