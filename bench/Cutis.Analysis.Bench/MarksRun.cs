using System;
using System.Globalization;
using System.Text;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Lines;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Bench;

/// <summary>Which kinds of marks lie where no skin is, by what they lie on.</summary>
internal static class MarksRun
{
    private static readonly (byte Label, string Name)[] Off =
    [
        (2, "hair"),
        (3, "facial hair"),
        (4, "objects"),
        (6, "brows"),
        (0, "background"),
    ];
    private static readonly IAlgorithm[] All = [new Redness(), new Uniformness(), new EyeAreaCondition(), new Pigmentation(), new Acne()];

    /// <summary>
    /// Everything that is drawn on skin, by kind, in pixels of the photo: heat, spots where the picture is large enough, dark circles, and
    /// lines.
    /// </summary>
    public static IEnumerable<(string Kind, PixelMask Pixels)> Of(SkinFrame frame)
    {
        foreach (var algorithm in All.Where(a => a.Gate.Refuse(frame) is null))
        foreach (var mask in algorithm.Find(frame).Masks!.Value)
            yield return (mask.Name, Union(frame, mask.Features.SelectMany(feature => feature.Shapes)));
        var lines = new PixelMask(frame.PhotoSize.Width, frame.PhotoSize.Height);
        foreach (var (x, y, _) in Lines(frame).SelectMany(FaceScore.Samples))
            lines.Set(new Vec(x, y));
        yield return ("Lines", lines);
    }

    /// <summary>The lines of a face in pixels of the photo; none where it is too small or turned too far.</summary>
    public static List<List<Vec>> Lines(SkinFrame frame) =>
        new LinesAlgorithm().Gate.Refuse(frame) is null
            ? frame.FindOnce(LineFinder.Find).ConvertAll(line => line.Points.ConvertAll(frame.Restored.ToOriginal.Map))
            : [];

    /// <summary>The inside of polygons in pixels of the photo.</summary>
    public static PixelMask Union(SkinFrame frame, IEnumerable<Shape> shapes)
    {
        var mask = new PixelMask(frame.PhotoSize.Width, frame.PhotoSize.Height);
        foreach (var shape in shapes.OfType<PolygonShape>())
            mask = mask.Or(
                PixelMask.Fill(
                    mask.Width,
                    mask.Height,
                    shape.Rings.Select(ring => (IReadOnlyList<Vec>)[.. ring.Select(frame.Restored.ToOriginal.Map)])
                )
            );
        return mask;
    }

    /// <summary>Per kind and per face: marked pixels off skin in thousandths of all pixels off skin of all faces.</summary>
    public static string Run(string folder)
    {
        var (rows, whole) = (new List<(string Face, string Kind, long[] On)>(), 0L);
        foreach (var face in LabelledFace.In(folder))
        {
            if (face.Frame() is not { } frame)
                continue;
            whole += face.Labels.Where((label, i) => face.Oval.Data[i] != 0 && Off.Any(o => o.Label == label)).LongCount();
            foreach (var (kind, pixels) in Of(frame))
            {
                var on = new long[Off.Length];
                for (var i = 0; i < pixels.Data.Length; i++)
                    if (
                        pixels.Data[i] != 0
                        && face.Oval.Data[i] != 0
                        && Array.FindIndex(Off, o => o.Label == face.Labels[i]) is >= 0 and var at
                    )
                        on[at]++;
                rows.Add((face.Name, kind, on));
            }
        }

        string Cell(long pixels) => (1000.0 * pixels / whole).ToString("0.0", CultureInfo.InvariantCulture);
        var text = new StringBuilder($"| kind | face | all | {string.Join(" | ", Off.Select(o => o.Name))} |\n");
        text.Append("| --- | --- | --- |").Insert(text.Length, " --- |", Off.Length).Append('\n');
        foreach (var kind in rows.GroupBy(r => r.Kind))
        {
            var sums = Off.Select((_, i) => kind.Sum(r => r.On[i])).ToArray();
            text.Append($"| **{kind.Key}** | all | {Cell(sums.Sum())} | {string.Join(" | ", sums.Select(Cell))} |\n");
            foreach (var row in kind.Where(r => r.On.Sum() > whole / 5000).OrderByDescending(r => r.On.Sum()))
                text.Append($"| {kind.Key} | {row.Face} | {Cell(row.On.Sum())} | {string.Join(" | ", row.On.Select(Cell))} |\n");
        }

        return text.ToString();
    }
}
