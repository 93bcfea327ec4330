using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Text;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Analysis.Bench;

/// <summary>
/// How well the marks of the default style stand out: pictures are drawn, and their pixels are compared with the skin beside the marks.
/// </summary>
public static class StylesRun
{
    private const double MinContrast = 3;
    private static readonly OutputOptions Phone = new() { MaxSide = 400, Format = PictureFormat.Png };

    /// <summary>The contrast of a mask on a face.</summary>
    /// <param name="Mask">Its technical name.</param>
    /// <param name="Colour">Contrast of its colour with half of what is beside it.</param>
    /// <param name="Local">Share of the places at its border where a pixel has a contrast of at least 3 with what is around.</param>
    /// <param name="Phone">The same on a picture of 400 pixels.</param>
    public sealed record Standing(string Mask, double Colour, double Local, double Phone);

    /// <summary>Measures all photos of a folder, and writes the pictures to another one if there is one.</summary>
    public static string Run(string folder, string? to, string style)
    {
        var all = new Dictionary<string, List<Standing>>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal))
        foreach (
            var standing in Measure(
                File.ReadAllBytes(path),
                style,
                to is null ? null : Path.Combine(to, Path.GetFileNameWithoutExtension(path))
            )
        )
            (all.TryGetValue(standing.Mask, out var list) ? list : all[standing.Mask] = []).Add(standing);
        var text = new StringBuilder(
            "| mask | faces | colour: least | colour: median | borders ≥ 3:1 | the same at 400 px |\n"
                + "| --- | --- | --- | --- | --- | --- |\n"
        );
        foreach (var (mask, list) in all.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var colours = list.Select(s => s.Colour).Order().ToArray();
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {mask} | {list.Count} | {colours[0]:0.0} | {colours[colours.Length / 2]:0.0} | "
                    + $"{100 * list.Average(s => s.Local):0} % | {100 * list.Average(s => s.Phone):0} % |"
            );
        }

        return text.ToString();
    }

    /// <summary>Measures the masks of all built-in algorithms on a photo.</summary>
    /// <param name="file">The photo.</param>
    /// <param name="style"><c>adaptive</c> or <c>contract</c>.</param>
    /// <param name="to">Where pictures are written; null for nowhere.</param>
    public static IEnumerable<Standing> Measure(byte[] file, string style, string? to)
    {
        if (!Photo.TryOpen(file, new PhotoLimits(), out var photo, out var error))
            throw new InvalidOperationException(error.Message);
        var names = Catalogue.Algorithms.Select(a => a.TechName).ToArray();
        var analysis = Analyser.Analyse(photo, new AnalysisOptions { Algorithms = names, Workers = Environment.ProcessorCount });
        if (analysis.Restored is not { } restored)
            yield break;
        if (to is not null)
            Directory.CreateDirectory(to);
        var grounds = new MarkGrounds(restored);
        var before = photo.ReadRgb();
        var shown = photo.Derive(Phone);
        var small = shown.ReadRgb();
        foreach (var answer in analysis.Answers)
        {
            if (
                answer.Result is not { MasksOriginal.Masks: { IsEmpty: false } masks, MasksRestored.Masks: var aligned }
                || !AlgorithmName.TryParse(answer.TechName, out var name)
            )
                continue;
            var on = grounds.ByName(aligned);
            var styles = masks.Select((mask, i) => StyleOf(name, mask, i, on(mask.TechName), style, photo)).ToArray();
            if (to is not null)
            {
                var whole = new MaskStyle([.. styles.Select(s => s.Fills[0])], MaskStyle.DefaultLineThickness, false)
                {
                    Looks = [.. styles.Select(s => s.Looks.IsEmpty ? null : s.Looks[0])],
                };
                using var output = File.Create(Path.Combine(to, answer.TechName + ".jpg"));
                var scene = SceneBuilder.Build(masks, whole, photo.UprightWidth, photo.UprightHeight);
                photo.Draw(LegendRows.Over(scene, Rows(name, answer.Result, masks), Swatches(masks, whole)), output);
            }

            for (var i = 0; i < masks.Length; i++)
            {
                if (masks[i].ShapeCount == 0)
                    continue;
                var after = Read(photo, Place(photo, masks[i], styles[i]));
                var covered = Covered(Place(photo, masks[i], styles[i]));
                var smallCovered = Covered(Shrunk(photo, Place(photo, masks[i], styles[i])));
                yield return new Standing(
                    masks[i].TechName,
                    ColourContrast(styles[i], before, covered),
                    BorderShare(before, after, covered),
                    BorderShare(small, Read(shown, Shrunk(photo, Place(photo, masks[i], styles[i]))), smallCovered)
                );
            }
        }
    }

    private static ImmutableArray<LegendRow> Rows(AlgorithmName name, AlgorithmResult result, ImmutableArray<Mask> masks)
    {
        var value = result.MainArea?.MainMetric is { } main ? main.Value.ToString() : "";
        var rows = masks.Select((m, i) => new LegendRow(i, MaskWords.Of(name, m.Name, m.TechName), masks.Length == 1 ? value : ""));
        return masks.Length == 1 || value.Length == 0 ? [.. rows] : [new LegendRow(null, MaskWords.Of(name), value), .. rows];
    }

    private static LegendSwatch[] Swatches(ImmutableArray<Mask> masks, MaskStyle style) =>
        [.. masks.Select((mask, i) => new LegendSwatch(mask.Kind, style.Fills[i], style.Looks[i], null, false))];

    private static MaskStyle StyleOf(AlgorithmName name, Mask mask, int index, Ground? ground, string style, Photo photo)
    {
        if (style != "adaptive")
            return new MaskStyle([FillOverride.None.FillOf(index, name, mask.TechName, mask.Fill)], MaskStyle.DefaultLineThickness, false);
        var scale = MarkScale.Create(null, Math.Max(photo.UprightWidth, photo.UprightHeight));
        var (fill, look) = AdaptiveStyle.Create(name, mask.TechName, index, mask.Kind, ground, isConcentric: false, scale);
        return new MaskStyle([fill], MaskStyle.DefaultLineThickness, false) { Looks = [look] };
    }

    private static Scene Place(Photo photo, Mask mask, MaskStyle style) =>
        SceneBuilder.Build([mask], style, photo.UprightWidth, photo.UprightHeight);

    private static Scene Shrunk(Photo photo, Scene scene) =>
        OutputSize.Compute(Phone, photo.UprightWidth, photo.UprightHeight).Place(scene);

    private static RgbImage Read(Photo photo, Scene scene)
    {
        using var output = new MemoryStream();
        photo.Draw(scene, output);
        return Photo.TryOpen(output.ToArray(), new PhotoLimits(), out var drawn, out var error)
            ? drawn.ReadRgb()
            : throw new InvalidOperationException(error.Message);
    }

    // Where a scene draws anything, in white on black.
    private static bool[] Covered(Scene scene)
    {
        var white = new SolidFill(255, 255, 255, 1);
        var layers = scene.Layers.Select(layer => layer with { Fill = white, Overlap = Overlap.Union });
        var black = new RgbImage(scene.Width, scene.Height, new byte[scene.Width * scene.Height * 3]);
        if (!Photo.TryOpen(black.EncodeJpeg(95), new PhotoLimits(), out var canvas, out var error))
            throw new InvalidOperationException(error.Message);
        var drawn = Read(canvas, scene with { Layers = [.. layers.Select(Full)] });
        return [.. Enumerable.Range(0, scene.Width * scene.Height).Select(i => drawn.Data[(3 * i) + 1] > 24)];

        static Layer Full(Layer layer) => layer with { Levels = [.. layer.Levels.Select(level => level with { Intensity = 1 })] };
    }

    // The colour that tells where the mark is: that of its edge, line or dot; of a scale, the strongest over the ground.
    private static double ColourContrast(MaskStyle style, RgbImage before, bool[] covered)
    {
        var beside = new List<double>();
        for (var y = 0; y < before.Height; y++)
        for (var x = 0; x < before.Width; x++)
            if (!covered[(y * before.Width) + x] && HasMarkNear(covered, before.Width, x, y, 4))
                beside.Add(Luminance(before, x, y));
        if (beside.Count == 0)
            return 21;
        beside.Sort();
        var look = style.Looks.IsEmpty ? null : style.Looks[0];
        var fill = look?.Edge?.Colour ?? style.Fills[0];
        var (r, g, b) = fill.At(1);
        var middle = beside[beside.Count / 2];
        // The colour as it lies over grey of the same luminance.
        var grey = 255 * Encoded(middle);
        byte Over(byte channel) => (byte)Math.Round((channel * fill.Alpha) + (grey * (1 - fill.Alpha)));
        return Contrast.Ratio(Contrast.Luminance(Over(r), Over(g), Over(b)), middle);
    }

    // Of the blocks of the picture that have both mark and ground, the share in which some of the mark has the contrast.
    private static double BorderShare(RgbImage before, RgbImage after, bool[] covered)
    {
        const int block = 12;
        var (all, good) = (0, 0);
        for (var top = 0; top < before.Height; top += block)
        {
            for (var left = 0; left < before.Width; left += block)
            {
                var (ground, marks) = (new List<double>(), new List<double>());
                for (var y = Math.Max(0, top - block); y < Math.Min(before.Height, top + (2 * block)); y++)
                {
                    for (var x = Math.Max(0, left - block); x < Math.Min(before.Width, left + (2 * block)); x++)
                    {
                        if (!covered[(y * before.Width) + x])
                            ground.Add(Luminance(before, x, y));
                        else if (x >= left && y >= top && x < left + block && y < top + block)
                            marks.Add(Luminance(after, x, y));
                    }
                }

                if (marks.Count < 4 || ground.Count < block)
                    continue;
                ground.Sort();
                var middle = ground[ground.Count / 2];
                all++;
                if (marks.Count(mark => Contrast.Ratio(mark, middle) >= MinContrast) >= 2)
                    good++;
            }
        }

        return all == 0 ? 1 : (double)good / all;
    }

    private static bool HasMarkNear(bool[] covered, int width, int x, int y, int reach)
    {
        for (var j = Math.Max(0, y - reach); j <= Math.Min((covered.Length / width) - 1, y + reach); j += 2)
        for (var i = Math.Max(0, x - reach); i <= Math.Min(width - 1, x + reach); i += 2)
            if (covered[(j * width) + i])
                return true;
        return false;
    }

    private static double Luminance(RgbImage picture, int x, int y)
    {
        var at = 3 * ((y * picture.Width) + x);
        return Contrast.Luminance(picture.Data[at], picture.Data[at + 1], picture.Data[at + 2]);
    }

    private static double Encoded(double linear) => linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
}
