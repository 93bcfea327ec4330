using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Results;

/// <summary>Reads GeoJSON geometries into shapes.</summary>
/// <remarks>
/// Source: RFC 7946, section 3.1. The type is compared without regard to case, and <c>Multipolyline</c>, which the public documentation
/// also uses, is read as <c>MultiLineString</c>. The third number of a point is its radius; in areas and lines it is an altitude and is
/// ignored.
/// </remarks>
internal static class GeometryReader
{
    private const string Types = "Polygon, MultiPolygon, LineString, MultiLineString, Point, MultiPoint or GeometryCollection";

    public static void Read(JsonNode node, ImmutableArray<Shape>.Builder shapes, SideCount count)
    {
        if (node.Kind == JsonValueKind.Null)
            return;
        if (!node.IsObject("type", "coordinates", "geometries"))
            return;
        var type = node.At("type");
        var coordinates = node.At("coordinates");
        switch (type.Text(required: true)?.ToLowerInvariant())
        {
            case "polygon":
                if (count.AddPart(coordinates, null))
                    shapes.Add(ReadPolygon(coordinates, count));
                break;
            case "multipolygon":
                ReadParts(coordinates, count, polygon => shapes.Add(ReadPolygon(polygon, count)));
                break;
            case "linestring" or "polyline":
                if (count.AddPart(coordinates, null))
                    shapes.Add(new PolylineShape(ReadPoints(coordinates, count)));
                break;
            case "multilinestring" or "multipolyline":
                ReadParts(coordinates, count, line => shapes.Add(new PolylineShape(ReadPoints(line, count))));
                break;
            case "point":
                if (!count.AddVertex(coordinates))
                    break;
                if (Numbers(coordinates.Value, isDot: true, out var at) is { } error)
                    coordinates.Complain(error);
                shapes.Add(new PointShape(new Vec(at.X, at.Y), at.Radius));
                break;
            case "multipoint":
                ReadDots(coordinates, shapes, count);
                break;
            case "geometrycollection":
                ReadParts(node.At("geometries"), count, inner => Read(inner, shapes, count));
                break;
            case { }:
                type.Complain($"must be {Types}, not {type.Describe()}");
                break;
        }
    }

    private static PolygonShape ReadPolygon(JsonNode node, SideCount count)
    {
        var rings = ImmutableArray.CreateBuilder<ImmutableArray<Vec>>();
        ReadParts(node, count, ring => rings.Add(ReadPoints(ring, count)));
        return new PolygonShape(rings.DrainToImmutable());
    }

    private static void ReadParts(JsonNode node, SideCount count, Action<JsonNode> read)
    {
        var index = 0;
        foreach (var part in node.Items())
        {
            if (!count.AddPart(node, index++))
                return;
            read(part);
        }
    }

    // Points make up most of a result, so that a node for a point, which knows its path, is created only for an error.
    private static ImmutableArray<Vec> ReadPoints(JsonNode node, SideCount count)
    {
        if (!node.IsListUpTo())
            return [];
        var points = ImmutableArray.CreateBuilder<Vec>(Math.Min(node.Value.GetArrayLength(), ResultLimits.MaxVertices));
        var index = 0;
        foreach (var item in node.Value.EnumerateArray())
        {
            if (!GoesOn(node, index) || !count.AddVertex(node, index))
                break;
            if (Numbers(item, isDot: false, out var at) is { } error)
                node.Child(index).Complain(error);
            points.Add(new Vec(at.X, at.Y));
            index++;
        }

        return points.DrainToImmutable();
    }

    private static void ReadDots(JsonNode node, ImmutableArray<Shape>.Builder shapes, SideCount count)
    {
        if (!node.IsListUpTo())
            return;
        var index = 0;
        foreach (var item in node.Value.EnumerateArray())
        {
            if (!GoesOn(node, index) || !count.AddVertex(node, index))
                break;
            if (Numbers(item, isDot: true, out var at) is { } error)
                node.Child(index).Complain(error);
            shapes.Add(new PointShape(new Vec(at.X, at.Y), at.Radius));
            index++;
        }
    }

    private static bool GoesOn(JsonNode node, int index) => index % 256 != 255 || node.GoesOn;

    // Reads [x, y]; returns an error message, or null. A third number is the radius of a dot; in areas and lines it is an altitude (RFC
    // 7946, 3.1.1) and is ignored.
    private static string? Numbers(JsonElement item, bool isDot, out (double X, double Y, double Radius) numbers)
    {
        numbers = default;
        var count = item.ValueKind == JsonValueKind.Array ? item.GetArrayLength() : -1;
        if (count is < 2 or > 3)
            return $"must be {(isDot ? "[x, y] or [x, y, r]" : "[x, y] or [x, y, z]")}, not {Counted(item, count)}";

        Span<double> values = stackalloc double[3];
        var index = 0;
        foreach (var element in item.EnumerateArray())
        {
            var isHeight = index == 2 && !isDot;
            var good =
                element.ValueKind == JsonValueKind.Number
                && (isHeight || (element.TryGetDouble(out values[index]) && Math.Abs(values[index]) <= ResultLimits.MaxCoordinate));
            if (!good)
                return $"must hold numbers from -1e7 to 1e7, not {JsonNode.Describe(element)}";
            index++;
        }

        if (values[2] < 0)
            return $"has the radius {values[2]:0.###}; it must be 0 or more";
        numbers = (values[0], values[1], values[2]);
        return null;
    }

    private static string Counted(JsonElement item, int count) => count < 0 ? JsonNode.Describe(item) : $"a list of {count}";
}
