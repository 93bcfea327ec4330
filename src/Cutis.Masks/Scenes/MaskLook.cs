using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Masks.Colours;

namespace Cutis.Masks.Scenes;

/// <summary>How one mask is drawn beyond its fill, to read on any skin. Lengths are fractions of the longer side.</summary>
/// <param name="Line">Thickness of lines, above 0.</param>
public sealed record MaskLook(double Line)
{
    /// <summary>A line around areas and dots, over their fill; null for none. Of a heat map, around its weakest level.</summary>
    public Outline? Edge { get; init; }

    /// <summary>
    /// A rim that sets marks off, as wide as this on each side: around edges, otherwise beneath lines, dots and areas; null for none.
    /// </summary>
    public Outline? Rim { get; init; }

    /// <summary>The least radius of a dot.</summary>
    public double MinRadius { get; init; }

    /// <summary>The distance of concentric lines; 0 for the usual one.</summary>
    public double Spacing { get; init; }

    /// <summary>Layers that are drawn besides that of the mask itself.</summary>
    public int Layers => (Edge is null ? 0 : 1) + (Rim is null ? 0 : 1);

    /// <summary>The widest line in it.</summary>
    public double Widest => Math.Max(Line, Edge?.Width ?? 0) + (2 * (Rim?.Width ?? 0));

    internal MaskLook Uncoloured
    {
        get
        {
            var black = new SolidFill(0, 0, 0, 1);
            return this with
            {
                Edge = Edge is null ? null : Edge with { Colour = black },
                Rim = Rim is null ? null : Rim with { Colour = black },
            };
        }
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("line", Line);
        Write(json, "edge", Edge);
        Write(json, "rim", Rim);
        if (MinRadius > 0)
            json.WriteNumber("radius", MinRadius);
        if (Spacing > 0)
            json.WriteNumber("spacing", Spacing);
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">A colour is invalid.</exception>
    internal static MaskLook Read(JsonElement json)
    {
        double Number(string key) => json.TryGetProperty(key, out var number) ? number.GetDouble() : 0;
        return new MaskLook(json.GetProperty("line").GetDouble())
        {
            Edge = ReadOutline(json, "edge"),
            Rim = ReadOutline(json, "rim"),
            MinRadius = Number("radius"),
            Spacing = Number("spacing"),
        };
    }

    internal static void Write(Utf8JsonWriter json, string key, Outline? outline)
    {
        if (outline is null)
            return;
        json.WriteStartArray(key);
        json.WriteStringValue(outline.Colour.ToString());
        json.WriteNumberValue(outline.Width);
        json.WriteEndArray();
    }

    /// <exception cref="FormatException">Its colour is invalid.</exception>
    internal static Outline? ReadOutline(JsonElement json, string key)
    {
        if (!json.TryGetProperty(key, out var outline))
            return null;
        return Fill.TryParse(outline[0].GetString() ?? "", out var fill) && fill is SolidFill colour
            ? new Outline(colour, outline[1].GetDouble())
            : throw new FormatException("Not a colour");
    }
}

/// <summary>The layers that a look adds to that of a mask.</summary>
internal static class LookLayers
{
    /// <summary>What lies beneath the mask: a rim around its lines, dots and areas; null for none.</summary>
    public static Layer? Beneath(Layer layer, MaskLook look, int longerSide, CancellationToken stop)
    {
        if (look.Rim is not { } rim || look.Edge is not null || layer.Field is not null)
            return null;
        var width = Width(rim.Width, longerSide);
        SceneShape? Widened(SceneShape shape) =>
            shape switch
            {
                Stroke stroke => stroke with { Width = stroke.Width + (2 * width) },
                Disc disc => new Disc(disc.Centre, disc.RadiusX + width, disc.RadiusY + width),
                _ => null,
            };
        var levels = ImmutableArray.CreateBuilder<Level>();
        foreach (var level in layer.Levels)
        {
            stop.ThrowIfCancellationRequested();
            var shapes = ImmutableArray.CreateBuilder<SceneShape>(level.Shapes.Length);
            foreach (var shape in level.Shapes)
                if (Widened(shape) is { } widened)
                    shapes.Add(widened);
            var regions = level with { Shapes = [.. level.Shapes.Where(shape => shape is Region)] };
            var around = new Outline(rim.Colour, 2 * rim.Width);
            shapes.AddRange(Outlines.Create(layer with { Levels = [regions] }, around, longerSide, stop).Levels[0].Shapes);
            levels.Add(level with { Shapes = shapes.DrainToImmutable() });
        }

        return new Layer(rim.Colour, Overlap.Union, levels.DrainToImmutable());
    }

    /// <summary>What lies over the mask: the edges of its areas and dots with their rim.</summary>
    public static IEnumerable<Layer> Above(Layer layer, MaskLook look, int longerSide, CancellationToken stop)
    {
        if (look.Edge is not { } edge || layer.Levels.IsEmpty)
            yield break;
        if (layer.Overlap == Overlap.Sum)
            layer = layer with { Levels = [layer.Levels[0]] };
        if (look.Rim is { } rim)
            yield return Outlines.Create(layer, rim with { Width = edge.Width + (2 * rim.Width) }, longerSide, stop);
        yield return Outlines.Create(layer, edge, longerSide, stop);
    }

    private static double Width(double share, int longerSide) => share * longerSide;
}
