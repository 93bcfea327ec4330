using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Results;

/// <summary>Writes masks in the documented form.</summary>
internal static class MaskWriter
{
    public static void Write(Utf8JsonWriter json, ImmutableArray<Mask> masks)
    {
        json.WriteStartArray();
        foreach (var mask in masks)
        {
            json.WriteStartObject();
            json.WriteString("mask_type", mask.Kind.WireName());
            json.WriteStartArray("features");
            foreach (var feature in mask.Features)
                WriteFeature(json, mask.Kind, feature);
            json.WriteEndArray();
            if (mask.Grid is { } grid)
                WriteGrid(json, grid);
            if (mask.Box is { } box)
                json.WriteString("view_box", box.ToString());
            json.WriteString("name", mask.Name);
            json.WriteString("tech_name", mask.TechName);
            if (mask.Fill is { } fill)
                json.WriteString("fill", mask.FillText ?? fill.ToString());
            json.WriteString("type", "FeatureCollection");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFeature(Utf8JsonWriter json, MaskKind kind, Feature feature)
    {
        json.WriteStartObject();
        json.WritePropertyName("geometry");
        // A geometry contains shapes of one kind; mixed shapes become a collection, in order.
        var type = feature.Shapes.IsEmpty ? TypeOf(kind) : TypeOf(feature.Shapes[0]);
        if (feature.Shapes.All(shape => TypeOf(shape) == type))
            WriteGeometry(json, type, feature.Shapes);
        else
            WriteCollection(json, feature.Shapes);
        json.WriteStartObject("properties");
        json.WriteNumber("intensity", feature.Intensity);
        json.WriteEndObject();
        json.WriteString("type", "Feature");
        json.WriteEndObject();
    }

    private static void WriteCollection(Utf8JsonWriter json, ImmutableArray<Shape> shapes)
    {
        json.WriteStartObject();
        json.WriteString("type", "GeometryCollection");
        json.WriteStartArray("geometries");
        foreach (var shape in shapes)
            WriteGeometry(json, TypeOf(shape), [shape]);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteGeometry(Utf8JsonWriter json, string type, ImmutableArray<Shape> shapes)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteStartArray("coordinates");
        foreach (var shape in shapes)
            WriteShape(json, shape);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, Shape shape)
    {
        json.WriteStartArray();
        switch (shape)
        {
            case PointShape point:
                json.WriteNumberValue(point.Centre.X);
                json.WriteNumberValue(point.Centre.Y);
                json.WriteNumberValue(point.Radius);
                break;
            case PolylineShape line:
                WritePoints(json, line.Points);
                break;
            case PolygonShape polygon:
                foreach (var ring in polygon.Rings)
                {
                    json.WriteStartArray();
                    WritePoints(json, ring);
                    json.WriteEndArray();
                }

                break;
        }

        json.WriteEndArray();
    }

    private static void WritePoints(Utf8JsonWriter json, ImmutableArray<Vec> points)
    {
        foreach (var p in points)
        {
            json.WriteStartArray();
            json.WriteNumberValue(p.X);
            json.WriteNumberValue(p.Y);
            json.WriteEndArray();
        }
    }

    private static void WriteGrid(Utf8JsonWriter json, HeatGrid grid)
    {
        var data = new byte[4 * grid.Values.Length];
        for (var i = 0; i < grid.Values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4 * i), grid.Values[i]);
        json.WriteStartObject("grid");
        json.WriteNumber("width", grid.Width);
        json.WriteNumber("height", grid.Height);
        json.WriteString("encoding", "float32");
        json.WriteBase64String("data", data);
        if (grid.Scale is { } scale)
        {
            json.WriteStartArray("scale");
            foreach (var stop in scale.Stops)
                json.WriteStringValue($"#{stop:x6}");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string TypeOf(MaskKind kind) =>
        kind switch
        {
            MaskKind.Point => "MultiPoint",
            MaskKind.Polyline => "MultiLineString",
            _ => "MultiPolygon",
        };

    private static string TypeOf(Shape shape) =>
        shape switch
        {
            PointShape => "MultiPoint",
            PolylineShape => "MultiLineString",
            _ => "MultiPolygon",
        };
}
