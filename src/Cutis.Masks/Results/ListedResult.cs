using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>
/// The envelope of a result in the form that lists of results have: the names that clients of the older interface know, no key for masks
/// that there are none of, null in place of empty lists, and for every metric whether it is meant to be shown.
/// </summary>
public static class ListedResult
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] MetricOrder = ["name", "units", "value", "tech_name", "widget_meta", "widget_type", "widget_show"];

    /// <summary>The envelope of a result for a list.</summary>
    /// <param name="envelope">As <see cref="ResultEnvelope.Write"/> wrote it.</param>
    /// <param name="hasRestored">Whether there are masks for the restored photo.</param>
    /// <param name="hasOriginal">Whether there are masks for the original.</param>
    /// <param name="revision">The version that is named where the result names none.</param>
    /// <param name="error">An error in place of the result's own; null keeps that.</param>
    public static string Write(string envelope, bool hasRestored, bool hasOriginal, string revision, string? error = null)
    {
        using var document = JsonDocument.Parse(envelope);
        var result = document.RootElement;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            WriteText(json, result, "revision", revision);
            WriteText(json, result, "image_type", "selfie");
            json.WritePropertyName("area_results");
            var algorithm = Text(result, "algorithm_tech_name") ?? "";
            WriteAreas(json, result, algorithm);
            json.WriteString("algorithm_tech_name", AlgorithmName.AsListed(algorithm));
            WriteMarker(json, ResultEnvelope.Restored, hasRestored);
            WriteMarker(json, ResultEnvelope.Original, hasOriginal);
            if ((error ?? Text(result, "error")) is { } text)
                json.WriteString("error", text);
            foreach (var property in result.EnumerateObject())
                if (!IsWritten(property))
                    property.WriteTo(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool IsWritten(JsonProperty property) =>
        property.Name
            is "revision"
                or "image_type"
                or "area_results"
                or "algorithm_tech_name"
                or "error"
                or ResultEnvelope.Restored
                or ResultEnvelope.Original
        || property.Value.ValueKind == JsonValueKind.Null;

    private static string? Text(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void WriteText(Utf8JsonWriter json, JsonElement result, string key, string otherwise) =>
        json.WriteString(key, Text(result, key) ?? otherwise);

    // As ResultEnvelope marks the places of masks.
    private static void WriteMarker(Utf8JsonWriter json, string key, bool isThere)
    {
        json.WritePropertyName(key);
        if (isThere)
            json.WriteNullValue();
        else
            json.WriteBooleanValue(false);
    }

    private static void WriteAreas(Utf8JsonWriter json, JsonElement result, string algorithm)
    {
        if (!result.TryGetProperty("area_results", out var areas) || IsEmpty(areas))
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        foreach (var area in areas.EnumerateArray())
        {
            json.WriteStartObject();
            foreach (var property in area.EnumerateObject())
            {
                json.WritePropertyName(property.Name);
                if (property.Name == "main_metric" && property.Value.ValueKind == JsonValueKind.Object)
                    WriteMetric(json, property.Value, algorithm);
                else if (property.Name == "sub_metrics" && !IsEmpty(property.Value))
                    WriteMetrics(json, property.Value, algorithm);
                else if (property.Name == "sub_metrics")
                    json.WriteNullValue();
                else
                    property.Value.WriteTo(json);
            }

            if (!area.TryGetProperty("sub_metrics", out _))
                json.WriteNull("sub_metrics");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMetrics(Utf8JsonWriter json, JsonElement metrics, string algorithm)
    {
        json.WriteStartArray();
        foreach (var metric in metrics.EnumerateArray())
            WriteMetric(json, metric, algorithm);
        json.WriteEndArray();
    }

    private static void WriteMetric(Utf8JsonWriter json, JsonElement metric, string algorithm)
    {
        json.WriteStartObject();
        foreach (var key in MetricOrder)
        {
            var isThere = metric.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;
            if (key == "widget_show")
                WriteShow(json, metric, isThere ? value : null, algorithm);
            else if (key == "tech_name" && isThere && value.ValueEquals("pores_score"))
                // The one name that the older interface capitalises.
                json.WriteString(key, "Pores_score");
            else if (isThere)
                WriteValue(json, key, value);
            else
                json.WriteNull(key);
        }

        foreach (var property in metric.EnumerateObject())
            if (!MetricOrder.Contains(property.Name))
                property.WriteTo(json);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string key, JsonElement value)
    {
        json.WritePropertyName(key);
        value.WriteTo(json);
    }

    // Classes do not have it; what quality measures is not for showing.
    private static void WriteShow(Utf8JsonWriter json, JsonElement metric, JsonElement? value, string algorithm)
    {
        if (value is { } own)
            WriteValue(json, "widget_show", own);
        else if (Text(metric, "widget_type") != "category")
            json.WriteBoolean("widget_show", algorithm != "quality");
    }

    private static bool IsEmpty(JsonElement list) => list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0;
}
