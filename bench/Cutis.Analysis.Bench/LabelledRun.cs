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
    /// <summary>Measures all faces of a folder; with <paramref name="to"/> it also writes what was found, for another scorer.</summary>
    public static string Run(string folder, string? to)
    {
        var found = new List<(LabelledFace Face, FaceScore Score)>();
        foreach (var face in LabelledFace.In(folder))
        {
            if (face.Frame() is not { } frame)
            {
                found.Add((face, new FaceScore { IsMissed = true }));
                continue;
            }

            var (skin, lines) = (Skin(frame), LinesOf(frame));
            var score = FaceScore.Of(face, skin, lines, Marks(frame, lines));
            score.Problems.UnionWith(new Quality().Find(frame).Problems);
            found.Add((face, score));
            if (to is not null)
                Write(to, face.Name, skin, lines);
        }

        return LabelledTable.Skin(found) + LabelledTable.Lines(found) + LabelledTable.Told(found);
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
}
