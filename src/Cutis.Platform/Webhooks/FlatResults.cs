using System.Text.Json;
using Cutis.Masks.Results;

namespace Cutis.Platform.Webhooks;

/// <summary>
/// Results as webhooks have them: one list of areas, in which the keys of the main metric stand beside the name of the area.
/// </summary>
internal static class FlatResults
{
    // In the order of the documented example.
    private static readonly string[] MetricKeys = ["name", "sub_metrics", "tech_name", "value", "widget_meta", "widget_type"];

    /// <summary>Writes <c>area_results</c> and <c>errors</c>.</summary>
    /// <param name="json">Within an object.</param>
    /// <param name="envelopes">Stored results without their masks.</param>
    public static void Write(Utf8JsonWriter json, IEnumerable<string> envelopes)
    {
        var errors = new List<(string? Algorithm, string? Error)>();
        json.WriteStartArray("area_results");
        foreach (var envelope in envelopes)
        {
            using var document = JsonDocument.Parse(envelope);
            var result = document.RootElement;
            // As lists of results have it.
            var algorithm = Text(result, "algorithm_tech_name") is { } name ? AlgorithmName.AsListed(name) : null;
            if (Text(result, "error") is { } error)
                errors.Add((algorithm, error));
            if (!result.TryGetProperty("area_results", out var areas) || areas.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var area in areas.EnumerateArray())
                Write(json, area, algorithm);
        }

        json.WriteEndArray();
        json.WriteStartArray("errors");
        foreach (var (algorithm, error) in errors)
        {
            json.WriteStartObject();
            json.WriteString("algorithm_tech_name", algorithm);
            json.WriteString("error", error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, JsonElement area, string? algorithm)
    {
        json.WriteStartObject();
        json.WriteString("area_name", Text(area, "area_name"));
        var hasMetric = area.TryGetProperty("main_metric", out var metric) && metric.ValueKind == JsonValueKind.Object;
        foreach (var key in MetricKeys)
        {
            json.WritePropertyName(key);
            var source = key == "sub_metrics" ? area : metric;
            if ((hasMetric || key == "sub_metrics") && source.TryGetProperty(key, out var value))
                value.WriteTo(json);
            else
                json.WriteNullValue();
        }

        if (hasMetric)
        {
            foreach (var other in metric.EnumerateObject().Where(p => !MetricKeys.Contains(p.Name) && p.Name != "area_name"))
                other.WriteTo(json);
        }

        json.WriteString("algorithm_tech_name", algorithm);
        json.WriteEndObject();
    }

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
