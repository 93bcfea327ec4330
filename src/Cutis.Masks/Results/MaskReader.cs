using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Results;

/// <summary>Reads the masks of a result: all four mask types and every encoding of a geometry.</summary>
internal static class MaskReader
{
    /// <summary>The masks; null when the value is null or missing, which means that the algorithm has none.</summary>
    public static ImmutableArray<Mask>? ReadMasks(JsonNode node)
    {
        if (node.IsNull)
            return null;
        var count = new SideCount();
        return [.. node.Items(ResultLimits.MaxMasks).Select(mask => ReadMask(mask, count))];
    }

    private static Mask ReadMask(JsonNode node, SideCount count)
    {
        var nothing = new Mask(MaskKind.Polygon, "", "", null, null, []);
        if (!node.IsObject("mask_type", "features", "view_box", "name", "tech_name", "fill", "type", "side", "grid"))
            return nothing;
        node.At("type").Text();
        node.At("side").Text();
        var kind = ReadKind(node.At("mask_type"));
        var grid = node.At("grid");
        if (!grid.IsNull && kind != MaskKind.HeatMap)
            grid.Complain($"is for a {MaskKind.HeatMap.WireName()} alone");
        return new Mask(
            kind,
            node.At("name").Text() ?? "",
            node.At("tech_name").Text() ?? "",
            ReadFill(node.At("fill")),
            ReadBox(node.At("view_box")),
            grid.IsNull || !node.At("features").IsNull ? ReadFeatures(node.At("features"), count) : []
        )
        {
            Grid = GridReader.Read(grid, count),
        };
    }

    private static MaskKind ReadKind(JsonNode node)
    {
        var text = node.Text(required: true);
        var kind = text is null ? 0 : MaskKinds.WireNames.IndexOf(text);
        if (kind < 0)
            node.Complain($"must be one of {string.Join(", ", MaskKinds.WireNames)}, not {node.Describe()}");
        return (MaskKind)Math.Max(kind, 0);
    }

    private static CssColour? ReadFill(JsonNode node)
    {
        if (node.Text() is not { } text)
            return null;
        if (CssColour.TryParse(text, out var colour))
            return colour;
        node.Complain($"must be a CSS colour, not {node.Describe()}");
        return null;
    }

    private static ViewBox? ReadBox(JsonNode node)
    {
        if (node.Text() is not { } text)
            return null;
        if (ViewBox.TryParse(text, out var box))
            return box;
        node.Complain($"must be four numbers \"x y w h\" from -1e7 to 1e7 with w and h above 0, not {node.Describe()}");
        return null;
    }

    private static ImmutableArray<Feature> ReadFeatures(JsonNode node, SideCount count)
    {
        var features = ImmutableArray.CreateBuilder<Feature>();
        foreach (var feature in node.Items())
        {
            if (!count.AddFeature(feature))
                break;
            features.Add(ReadFeature(feature, count));
        }

        return features.DrainToImmutable();
    }

    private static Feature ReadFeature(JsonNode node, SideCount count)
    {
        var nothing = new Feature([], 1);
        if (!node.IsObject("geometry", "properties", "type", "id", "bbox"))
            return nothing;
        node.At("type").Text();
        var shapes = ImmutableArray.CreateBuilder<Shape>();
        GeometryReader.Read(node.At("geometry"), shapes, count);
        return new Feature(shapes.DrainToImmutable(), ReadIntensity(node.At("properties")));
    }

    private static double ReadIntensity(JsonNode properties)
    {
        if (properties.IsNull || !properties.IsObject("intensity"))
            return 1;
        var intensity = properties.At("intensity");
        return intensity.IsNull ? 1 : intensity.Number(0, 1) ?? 1;
    }
}
