using System.Collections.Immutable;
using Cutis.Masks.Colours;

namespace Cutis.Masks.Scenes;

/// <summary>Draws a legend in the lower left corner: a name, its metric, and the colours in use.</summary>
public static class LegendBox
{
    // Fractions of the picture's longer side, and of the size of the letters.
    private const double LetterSize = 0.022;
    private const double MinLetterHeight = 9;
    private const double MaxShareOfWidth = 0.9;
    private const int StepsOfScale = 48;
    private static readonly SolidFill Paper = new(255, 255, 255, 0.88);
    private static readonly SolidFill Ink = new(28, 30, 34, 1);

    /// <summary>The scene with a legend over it.</summary>
    /// <param name="scene">The scene, in the size of the picture.</param>
    /// <param name="legend">The contents of the legend.</param>
    public static Scene Over(Scene scene, Legend legend)
    {
        var masks = scene.Layers.Where(layer => !layer.Inverse).ToArray();
        var size = Math.Max(MinLetterHeight, LetterSize * Math.Max(scene.Width, scene.Height));
        // A small picture has a small legend.
        size = Math.Min(size, Math.Min(scene.Width, scene.Height) / 9.0);
        var (pad, margin) = (0.8 * size, 0.9 * size);
        var maxWidth = (MaxShareOfWidth * scene.Width) - (2 * pad) - margin;
        var name = Shortened(legend.Name, size, maxWidth);
        var value = Shortened(legend.Value, 1.5 * size, maxWidth);
        var scale = Math.Min(maxWidth, 9 * size);
        var width = Math.Max(scale, Math.Max(Font.Sans.Width(name, size), Font.Sans.Width(value, 1.5 * size)));
        var height = size + (value.Length > 0 ? 1.9 * size : 0) + (1.5 * size);
        var (left, top) = (margin, scene.Height - margin - height - (2 * pad));

        var text = ImmutableArray.CreateBuilder<SceneShape>();
        var baseline = top + pad + (0.85 * size);
        text.AddRange(Font.Sans.Shapes(name, left + pad, baseline, size));
        if (value.Length > 0)
            text.AddRange(Font.Sans.Shapes(value, left + pad, baseline += 1.9 * size, 1.5 * size));
        var layers = scene.Layers.ToBuilder();
        layers.Add(Solid(Paper, [Box(left, top, width + (2 * pad), height + (2 * pad))]));
        layers.Add(Solid(Ink, text.DrainToImmutable()));
        AddScale(layers, masks, left + pad, baseline + (0.7 * size), scale, 0.8 * size);
        return scene with { Layers = layers.ToImmutable() };
    }

    // One field per colour; colours with varying opacity are shown from transparent to full.
    private static void AddScale(ImmutableArray<Layer>.Builder layers, Layer[] masks, double left, double top, double width, double height)
    {
        var fills = masks
            .Select(layer => (layer.Fill, Varies: layer.Overlap == Overlap.Sum || layer.Fill is not SolidFill))
            .Distinct()
            .ToArray();
        for (var i = 0; i < fills.Length; i++)
        {
            var (from, each) = (left + (i * width / fills.Length), (width / fills.Length) - (fills.Length > 1 ? 0.2 * height : 0));
            if (!fills[i].Varies)
            {
                layers.Add(Solid(fills[i].Fill, [Box(from, top, each, height)]));
                continue;
            }

            // Each step extends to the end and stronger ones win, so that no seam appears between two.
            var step = each / StepsOfScale;
            layers.Add(
                new Layer(
                    fills[i].Fill,
                    Overlap.Union,
                    [
                        .. Enumerable
                            .Range(0, StepsOfScale)
                            .Select(k => new Level((k + 1.0) / StepsOfScale, [Box(from + (k * step), top, each - (k * step), height)])),
                    ]
                )
            );
        }
    }

    internal static Layer Solid(Fill fill, ImmutableArray<SceneShape> shapes) => new(fill, Overlap.Union, [new Level(1, shapes)]);

    internal static Region Box(double x, double y, double width, double height) =>
        new([
            [new(x, y), new(x + width, y), new(x + width, y + height), new(x, y + height)],
        ]);

    internal static string Shortened(string text, double size, double maxWidth)
    {
        if (Font.Sans.Width(text, size) <= maxWidth)
            return text;
        var length = text.Length;
        while (length > 0 && Font.Sans.Width(text[..length] + "…", size) > maxWidth)
            length--;
        return length == 0 ? "" : text[..length].TrimEnd() + "…";
    }
}
