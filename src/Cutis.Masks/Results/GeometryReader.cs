using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Masks;

/// <summary>Reads a GeoJSON geometry into shapes.</summary>
/// <remarks>
/// Source: RFC 7946, section 3.1. The type is read without regard to case, and <c>Multipolyline</c>, which the public documentation
/// also writes, is a <c>MultiLineString</c>. The third number of a point is its radius.
/// </remarks>
internal static class GeometryReader
{
    private const string Types = "Polygon, MultiPolygon, LineString, MultiLineString, Point, MultiPoint or GeometryCollection";

    public static void Read(JsonNode node, ImmutableArray<Shape>.Builder shapes, VertexCount vertices)
    {
        if (node.Kind == JsonValueKind.Null) return;
        if (!node.IsObjectOf("type", "coordinates", "geometries")) return;
        var type = node.At("type");
        var coordinates = node.At("coordinates");
        switch (type.Text(required: true)?.ToLowerInvariant())
        {
            case "polygon":
                shapes.Add(ReadPolygon(coordinates, vertices));
                break;
            case "multipolygon":
                foreach (var polygon in coordinates.Items()) shapes.Add(ReadPolygon(polygon, vertices));
                break;
            case "linestring" or "polyline":
                shapes.Add(new PolylineShape(ReadPoints(coordinates, vertices)));
                break;
            case "multilinestring" or "multipolyline":
                foreach (var line in coordinates.Items()) shapes.Add(new PolylineShape(ReadPoints(line, vertices)));
                break;
            case "point":
                if (!vertices.Add(coordinates)) break;
                if (Numbers(coordinates.Value, 3, out var at) is { } mistake) coordinates.Complain(mistake);
                shapes.Add(new PointShape(new Vec(at.X, at.Y), at.Radius));
                break;
            case "multipoint":
                ReadDots(coordinates, shapes, vertices);
                break;
            case "geometrycollection":
                foreach (var inner in node.At("geometries").Items()) Read(inner, shapes, vertices);
                break;
            case { }:
                type.Complain($"must be {Types}, not {type.Describe()}");
                break;
        }
    }

    private static PolygonShape ReadPolygon(JsonNode node, VertexCount vertices) =>
        new([.. node.Items().Select(ring => ReadPoints(ring, vertices))]);

    // Points are the bulk of a result, so the node of one, which knows its path, is only made to complain.
    private static ImmutableArray<Vec> ReadPoints(JsonNode node, VertexCount vertices)
    {
        if (node.Kind != JsonValueKind.Array)
        {
            node.Items();
            return [];
        }

        var points = ImmutableArray.CreateBuilder<Vec>(node.Value.GetArrayLength());
        var index = 0;
        foreach (var item in node.Value.EnumerateArray())
        {
            if (!vertices.Add(node, index)) break;
            if (Numbers(item, 2, out var at) is { } mistake) node.Child(index).Complain(mistake);
            points.Add(new Vec(at.X, at.Y));
            index++;
        }

        return points.DrainToImmutable();
    }

    private static void ReadDots(JsonNode node, ImmutableArray<Shape>.Builder shapes, VertexCount vertices)
    {
        if (node.Kind != JsonValueKind.Array)
        {
            node.Items();
            return;
        }

        var index = 0;
        foreach (var item in node.Value.EnumerateArray())
        {
            if (!vertices.Add(node, index)) break;
            if (Numbers(item, 3, out var at) is { } mistake) node.Child(index).Complain(mistake);
            shapes.Add(new PointShape(new Vec(at.X, at.Y), at.Radius));
            index++;
        }
    }

    // Reads [x, y], and [x, y, radius] where three are allowed; answers what is wrong, or null.
    private static string? Numbers(JsonElement item, int most, out (double X, double Y, double Radius) numbers)
    {
        numbers = default;
        var count = item.ValueKind == JsonValueKind.Array ? item.GetArrayLength() : -1;
        if (count < 2 || count > most) return $"must be {(most == 2 ? "[x, y]" : "[x, y] or [x, y, r]")}, not {JsonNode.Describe(item)}";

        Span<double> values = stackalloc double[3];
        var index = 0;
        foreach (var element in item.EnumerateArray())
        {
            var good = element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out values[index])
                && Math.Abs(values[index]) <= ResultLimits.LargestCoordinate;
            if (!good) return $"must hold numbers from -1e7 to 1e7, not {JsonNode.Describe(element)}";
            index++;
        }

        if (values[2] < 0) return $"has the radius {values[2]:0.###}; it must be 0 or more";
        numbers = (values[0], values[1], values[2]);
        return null;
    }
}
