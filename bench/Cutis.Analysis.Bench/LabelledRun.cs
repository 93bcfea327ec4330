using System;
using System.Globalization;
using System.Text;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Lines;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Bench;

/// <summary>Skin and lines held against the labels of faces that look like photos, by tone, age and attribute.</summary>
internal static class LabelledRun
{
    private const int MinPixels = 50;

    /// <summary>Measures all faces of a folder; with <paramref name="to"/> it also writes what was found, for another scorer.</summary>
    public static string Run(string folder, string? to)
    {
        var found = new List<(LabelledFace Face, FaceScore Score)>();
        foreach (var face in LabelledFace.In(folder))
        {
            if (face.Frame() is not { } frame)
            {
                found.Add((face, new FaceScore()));
                continue;
            }

            var (skin, lines) = (Skin(frame), LinesOf(frame));
            found.Add((face, FaceScore.Of(face, skin, lines, Marks(frame, lines))));
            if (to is not null)
                Write(to, face.Name, skin, lines);
        }

        return Table(found);
    }

    // The polygons of the result, on the photo.
    private static PixelMask Skin(SkinFrame frame)
    {
        var mask = new SkinAreas().Find(frame).Masks!.Value[0];
        return Filled(frame, mask.Features.SelectMany(feature => feature.Shapes));
    }

    private static List<List<Vec>> LinesOf(SkinFrame frame) =>
        new LinesAlgorithm().Gate.Refuse(frame) is null
            ? frame.FindOnce(LineFinder.Find).ConvertAll(line => line.Points.ConvertAll(frame.Restored.ToOriginal.Map))
            : [];

    // Everything that is drawn on skin: heat of redness, spots where the picture is large enough, dark circles, and bands around lines.
    private static PixelMask Marks(SkinFrame frame, List<List<Vec>> lines)
    {
        IAlgorithm[] all = [new Redness(), new Uniformness(), new EyeAreaCondition(), new Pigmentation(), new Acne()];
        var shapes = all.Where(a => a.Gate.Refuse(frame) is null)
            .SelectMany(a => a.Find(frame).Masks!.Value)
            .SelectMany(mask => mask.Features)
            .SelectMany(feature => feature.Shapes);
        var marks = new PixelMask(frame.PhotoSize.Width, frame.PhotoSize.Height);
        foreach (var shape in shapes)
            marks = marks.Or(Filled(frame, [shape]));
        foreach (var (x, y, _) in lines.SelectMany(FaceScore.Samples))
            marks.Set(new Vec(x, y));
        return marks;
    }

    private static PixelMask Filled(SkinFrame frame, IEnumerable<Shape> shapes) =>
        PixelMask.Fill(
            frame.PhotoSize.Width,
            frame.PhotoSize.Height,
            shapes
                .OfType<PolygonShape>()
                .SelectMany(shape => shape.Rings)
                .Select(ring => (IReadOnlyList<Vec>)[.. ring.Select(frame.Restored.ToOriginal.Map)])
        );

    private static void Write(string to, string name, PixelMask skin, List<List<Vec>> lines)
    {
        Directory.CreateDirectory(Path.Combine(to, "skin"));
        Directory.CreateDirectory(Path.Combine(to, "lines"));
        using var file = File.Create(Path.Combine(to, "skin", name + ".pgm"));
        file.Write(Encoding.ASCII.GetBytes($"P5\n{skin.Width} {skin.Height}\n255\n"));
        file.Write(Array.ConvertAll(skin.Data, v => (byte)(255 * v)));
        string Point(Vec p) => string.Create(CultureInfo.InvariantCulture, $"[{p.X:0.0},{p.Y:0.0}]");
        var all = lines.Select(line => "[" + string.Join(',', line.Select(Point)) + "]");
        File.WriteAllText(Path.Combine(to, "lines", name + ".json"), "[" + string.Join(",\n", all) + "]\n");
    }

    private static string Table(List<(LabelledFace Face, FaceScore Score)> found)
    {
        var text = new StringBuilder(
            "| group | faces | skin IoU | least | hair | facial hair | objects | marks off skin | "
                + "lines: faces | recall | deep | fine | precision | none |\n"
                + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        );
        var groups = found.SelectMany(f => f.Face.Groups).Distinct(StringComparer.Ordinal);
        foreach (var group in groups.OrderBy(Rank).ThenBy(g => g, StringComparer.Ordinal))
        {
            FaceScore[] here = [.. found.Where(f => f.Face.Groups.Contains(group)).Select(f => f.Score)];
            double? Taken(int label) => Ratio(here.Sum(s => s.Taken[label]), here.Sum(s => s.There[label]), MinPixels);
            double? Of(Func<FaceScore, double> part, Func<FaceScore, double> whole) => Ratio(here.Sum(part), here.Sum(whole), 1);
            var (ious, none) = (here.Select(s => s.Iou).ToArray(), here.Where(s => s.HasNoLines).ToArray());
            string[] cells =
            [
                group,
                $"{here.Length}",
                Interval(ious),
                Percent(ious.Min()),
                Percent(Taken(2)),
                Percent(Taken(3)),
                Percent(Taken(4)),
                Percent(Of(s => s.MarksOff, s => s.OffSkin)),
                $"{here.Count(s => s.HasTruth)}",
                Percent(Of(s => s.HitDeep + s.HitFine, s => s.Deep + s.Fine)),
                Percent(Of(s => s.HitDeep, s => s.Deep)),
                Percent(Of(s => s.HitFine, s => s.Fine)),
                Percent(Of(s => s.Right, s => s.FoundLength)),
                none.Length == 0 ? "–" : none.Average(s => s.FoundWidths).ToString("0.00", CultureInfo.InvariantCulture),
            ];
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return text.ToString();
    }

    private static int Rank(string group) =>
        group == "all" ? 0
        : group.StartsWith("tone", StringComparison.Ordinal) ? 1
        : group.StartsWith("age", StringComparison.Ordinal) ? 2
        : 3;

    private static double? Ratio(double part, double whole, double least) => whole < least ? null : part / whole;

    private static string Percent(double? share) => share is { } s ? (100 * s).ToString("0.0", CultureInfo.InvariantCulture) : "–";

    // The mean with its 95 % interval, from the spread between faces.
    private static string Interval(double[] values)
    {
        var mean = values.Average();
        if (values.Length < 3)
            return Percent(mean);
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        return $"{Percent(mean)} ± {Percent(1.96 * deviation / Math.Sqrt(values.Length))}";
    }
}
