using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Skin;
using Cutis.Masks;

namespace Cutis.Analysis;

/// <summary>Writes findings as results in the documented shape: every mask both on the restored image and on the photo.</summary>
internal static class ResultWriter
{
    private const string Disclaimer = "Image measurement, not a diagnosis";

    public static byte[] Write(IAlgorithm algorithm, Finding finding, SkinFrame frame, IReadOnlyList<string> warnings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Begin(json, algorithm.TechName);
            json.WriteStartArray("area_results");
            foreach (var area in finding.Areas) WriteArea(json, area);
            json.WriteEndArray();
            WriteMasks(json, "masks_restored", finding.Masks, mask => mask.Restored, new Similarity(1, 0, 0, 0), 1, (frame.Width, frame.Height));
            WriteMasks(json, "masks_original", finding.Masks, mask => mask.Original, frame.Restored.ToOriginal, frame.Restored.ToOriginal.Scale, frame.PhotoSize);
            WriteTexts(json, "problems", finding.Problems);
            json.WriteNull("error");
            WriteFeedback(json, algorithm.Version, algorithm.Status, null, warnings, Math.Round(frame.Unit, 2), finding.HiddenAreas);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    public static byte[] Refused(string techName, int version, AlgorithmStatus? status, Refusal refusal, IReadOnlyList<string> warnings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Begin(json, techName);
            json.WriteStartArray("area_results");
            json.WriteEndArray();
            json.WriteNull("masks_restored");
            json.WriteNull("masks_original");
            WriteTexts(json, "problems", [refusal.Reason]);
            json.WriteString("error", refusal.Message);
            WriteFeedback(json, version, status, refusal.Reason, warnings, null, []);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Begin(Utf8JsonWriter json, string techName)
    {
        json.WriteStartObject();
        json.WriteString("algorithm_tech_name", techName);
        json.WriteString("image_type", "selfie");
    }

    private static void WriteFeedback(Utf8JsonWriter json, int version, AlgorithmStatus? status, string? reason, IReadOnlyList<string> warnings, double? unit, ImmutableArray<string> hidden)
    {
        json.WriteStartObject("feedback");
        json.WriteNumber("algorithm_version", version);
        json.WriteNumber("scores_version", Scoring.Version);
        json.WriteString("status", status?.ToString().ToLowerInvariant());
        json.WriteString("reason", reason);
        WriteTexts(json, "warnings", warnings);
        WriteTexts(json, "areas_without_skin", hidden);
        if (unit is { } u) json.WriteNumber("pixels_per_millimetre", u);
        else json.WriteNull("pixels_per_millimetre");
        json.WriteString("note", Disclaimer);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteArea(Utf8JsonWriter json, AreaFinding area)
    {
        json.WriteStartObject();
        json.WriteString("area_name", area.Area);
        json.WritePropertyName("main_metric");
        if (area.Main is null) json.WriteNullValue();
        else WriteMeasure(json, area.Main);
        json.WriteStartArray("sub_metrics");
        foreach (var measure in area.Others) WriteMeasure(json, measure);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMeasure(Utf8JsonWriter json, Measure measure)
    {
        json.WriteStartObject();
        if (measure.Text is not null) json.WriteString("value", measure.Text);
        else if (measure.Number is { } number) json.WriteNumber("value", number);
        else json.WriteNull("value");
        json.WriteString("widget_type", measure.Widget);
        json.WriteString("name", measure.Name);
        json.WriteString("tech_name", measure.TechName);
        json.WriteNull("widget_meta");
        json.WriteString("units", measure.Units);
        json.WriteEndObject();
    }

    public static void WriteMasks(
        Utf8JsonWriter json, string name, ImmutableArray<FoundMask>? masks, Func<FoundMask, string> techName, Similarity place, double scale, (int Width, int Height) size)
    {
        json.WritePropertyName(name);
        if (masks is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        foreach (var mask in masks)
        {
            json.WriteStartObject();
            json.WriteString("mask_type", mask.Kind.WireName());
            json.WriteStartArray("features");
            foreach (var feature in mask.Features) WriteFeature(json, mask.Kind, feature, place, scale);
            json.WriteEndArray();
            json.WriteString("view_box", $"0 0 {size.Width} {size.Height}");
            json.WriteString("name", mask.Name);
            json.WriteString("tech_name", techName(mask));
            if (mask.Fill is not null) json.WriteString("fill", mask.Fill);
            json.WriteString("type", "FeatureCollection");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFeature(Utf8JsonWriter json, MaskKind kind, Feature feature, Similarity place, double scale)
    {
        json.WriteStartObject();
        json.WriteStartObject("geometry");
        json.WriteString("type", kind switch { MaskKind.Point => "MultiPoint", MaskKind.Polyline => "MultiLineString", _ => "MultiPolygon" });
        json.WriteStartArray("coordinates");
        foreach (var shape in feature.Shapes)
        {
            json.WriteStartArray();
            switch (shape)
            {
                case PointShape point:
                    Write(json, place.Map(point.Centre));
                    json.WriteNumberValue(Rounded(point.Radius * scale));
                    break;
                case PolylineShape line:
                    foreach (var p in line.Points) WritePlace(json, place.Map(p));
                    break;
                case PolygonShape polygon:
                    foreach (var ring in polygon.Rings)
                    {
                        json.WriteStartArray();
                        foreach (var p in ring) WritePlace(json, place.Map(p));
                        json.WriteEndArray();
                    }

                    break;
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteNumber("intensity", feature.Intensity);
        json.WriteEndObject();
        json.WriteString("type", "Feature");
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, Vec p)
    {
        json.WriteStartArray();
        Write(json, p);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Vec p)
    {
        json.WriteNumberValue(Rounded(p.X));
        json.WriteNumberValue(Rounded(p.Y));
    }

    // A hundredth of a pixel is more than enough.
    private static double Rounded(double value) => Math.Round(value, 2, MidpointRounding.AwayFromZero);
}
