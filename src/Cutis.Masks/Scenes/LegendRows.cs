using System.Collections.Immutable;
using System.Globalization;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Masks.Scenes;

/// <summary>How a mask of a picture is drawn, as a legend shows it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Fill">Its fill.</param>
/// <param name="Look">Its look, or null.</param>
/// <param name="Outline">A line around its areas, or null.</param>
/// <param name="IsConcentric">Whether its areas are nested lines.</param>
public sealed record LegendSwatch(MaskKind Kind, Fill Fill, MaskLook? Look, Outline? Outline, bool IsConcentric);

/// <summary>Draws a legend in the lower left corner, a row for each mask: swatch, name and value.</summary>
public static class LegendRows
{
    // Fractions of the picture's longer side, of its sides, and of the size of the letters.
    private const double LetterSize = 0.021;
    private const double MinLetterHeight = 10;
    private const double MaxShareOfWidth = 0.92;
    private const double MaxShareOfHeight = 0.9;
    private const double RowHeight = 1.65;
    private const double SwatchWidth = 2.2;
    private const double SwatchHeight = 1.05;
    private const int StepsOfScale = 24;
    private static readonly SolidFill Paper = new(255, 255, 255, 0.9);
    private static readonly SolidFill Ink = new(28, 30, 34, 1);

    // Behind a swatch, as light or dark as the skin on which its colour is seen.
    private static readonly SolidFill LightSkin = new(216, 180, 156, 1);
    private static readonly SolidFill DarkSkin = new(92, 62, 48, 1);

    /// <summary>The scene with a legend over it.</summary>
    /// <param name="scene">The scene, in the size of the picture.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="swatches">How each mask of the picture is drawn.</param>
    public static Scene Over(Scene scene, ImmutableArray<LegendRow> rows, IReadOnlyList<LegendSwatch> swatches)
    {
        var (shorter, longer) = (Math.Min(scene.Width, scene.Height), Math.Max(scene.Width, scene.Height));
        var size = Math.Min(Math.Max(MinLetterHeight, LetterSize * longer), shorter / 9.0);
        // Many rows make small letters, and on a small picture not all rows have room.
        var room = MaxShareOfHeight * scene.Height;
        size = Math.Min(size, Math.Max(Math.Min(size, MinLetterHeight), room / ((rows.Length + 1.6) * RowHeight)));
        var shown = Math.Min(rows.Length, Math.Max(1, (int)((room / (size * RowHeight)) - 1.6)));
        if (shown < rows.Length)
        {
            var more = string.Create(CultureInfo.InvariantCulture, $"… {rows.Length - shown + 1} more");
            rows = [.. rows.Take(shown - 1), new LegendRow(null, more, "")];
        }

        var (pad, gap, margin) = (0.8 * size, 0.6 * size, 0.9 * size);
        var swatch = (SwatchWidth * size) + gap;
        var values = rows.Max(row => Font.Sans.Width(row.Value, size));
        var maxName = (MaxShareOfWidth * scene.Width) - margin - (2 * pad) - swatch - (values > 0 ? values + (2 * gap) : 0);
        string[] names = [.. rows.Select(row => LegendBox.Shortened(row.Name, size, maxName + (row.Mask is null ? swatch : 0)))];
        var column = Enumerable.Range(0, rows.Length).Max(i => Font.Sans.Width(names[i], size) - (rows[i].Mask is null ? swatch : 0));
        var width = swatch + Math.Max(0, column) + (values > 0 ? (2 * gap) + values : 0);
        var height = rows.Length * RowHeight * size;
        var (left, top) = (margin, scene.Height - margin - height - (2 * pad));

        var layers = scene.Layers.ToBuilder();
        layers.Add(LegendBox.Solid(Paper, [LegendBox.Box(left, top, width + (2 * pad), height + (2 * pad))]));
        var text = ImmutableArray.CreateBuilder<SceneShape>();
        for (var i = 0; i < rows.Length; i++)
        {
            var (x, y) = (left + pad, top + pad + (i * RowHeight * size));
            var baseline = y + (0.5 * RowHeight * size) + (0.36 * size);
            if (rows[i].Mask is { } mask && mask < swatches.Count)
                AddSwatch(layers, swatches[mask], new Vec(x, y + ((RowHeight - SwatchHeight) / 2 * size)), size);
            text.AddRange(Font.Sans.Shapes(names[i], rows[i].Mask is null ? x : x + swatch, baseline, size));
            var value = rows[i].Value;
            text.AddRange(Font.Sans.Shapes(value, left + pad + width - Font.Sans.Width(value, size), baseline, size));
        }

        layers.Add(LegendBox.Solid(Ink, text.DrainToImmutable()));
        return scene with { Layers = layers.ToImmutable() };
    }

    // The mark as on the picture: a line, a dot, an area or a scale, with its edge and rim.
    private static void AddSwatch(ImmutableArray<Layer>.Builder layers, LegendSwatch mark, Vec at, double size)
    {
        var (width, height) = (SwatchWidth * size, SwatchHeight * size);
        var colour = mark.Look?.Edge?.Colour ?? mark.Fill as SolidFill;
        if (mark.Look is not null && colour is not null)
        {
            var isLight = Contrast.Luminance(colour.R, colour.G, colour.B) > 0.2;
            layers.Add(LegendBox.Solid(isLight ? DarkSkin : LightSkin, [LegendBox.Box(at.X, at.Y, width, height)]));
        }

        var (rim, middle) = (0.09 * size, new Vec(at.X + (width / 2), at.Y + (height / 2)));
        var (start, end) = (new Vec(at.X + (0.35 * size), middle.Y), new Vec(at.X + width - (0.35 * size), middle.Y));
        void Line(Fill fill, double thick) => layers.Add(LegendBox.Solid(fill, [new Stroke([start, end], thick)]));
        void Dot(Fill fill, double radius) => layers.Add(LegendBox.Solid(fill, [new Disc(middle, radius, radius)]));

        switch (mark.Kind)
        {
            case MaskKind.HeatMap when !mark.IsConcentric:
                AddScale(layers, mark.Fill, at, width, height);
                break;
            case MaskKind.Polyline:
                if (mark.Look?.Rim is { } around)
                    Line(around.Colour, (0.22 * size) + (2 * rim));
                Line(mark.Fill, 0.22 * size);
                break;
            case MaskKind.Point:
                if (mark.Look?.Rim is { } ring)
                    Dot(ring.Colour, (0.24 * size) + rim);
                Dot(colour ?? mark.Fill, 0.24 * size);
                break;
            default:
                AddArea(layers, mark, LegendBox.Box(at.X, at.Y, width, height), size);
                break;
        }
    }

    private static void AddArea(ImmutableArray<Layer>.Builder layers, LegendSwatch mark, Region box, double size)
    {
        layers.Add(LegendBox.Solid(mark.Fill, [box]));
        if ((mark.Outline ?? mark.Look?.Edge) is { } edge)
            layers.Add(LegendBox.Solid(edge.Colour, [new Stroke(box.Rings[0].Add(box.Rings[0][0]), 0.14 * size)]));
    }

    // Each step extends to the end and stronger ones win, so that no seam appears between two.
    private static void AddScale(ImmutableArray<Layer>.Builder layers, Fill fill, Vec at, double width, double height)
    {
        var step = width / StepsOfScale;
        layers.Add(
            new Layer(
                fill,
                Overlap.Union,
                [
                    .. Enumerable
                        .Range(0, StepsOfScale)
                        .Select(k => new Level(
                            (k + 1.0) / StepsOfScale,
                            [LegendBox.Box(at.X + (k * step), at.Y, width - (k * step), height)]
                        )),
                ]
            )
        );
    }
}
