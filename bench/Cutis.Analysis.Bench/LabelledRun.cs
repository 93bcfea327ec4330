using System;
using System.Globalization;
using System.Text;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

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

            var (skin, lines) = (Skin(frame), MarksRun.Lines(frame));
            var score = FaceScore.Of(face, skin, lines, Marks(frame));
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
        return MarksRun.Union(frame, mask.Features.SelectMany(feature => feature.Shapes));
    }

    private static PixelMask Marks(SkinFrame frame) => MarksRun.Of(frame).Select(mark => mark.Pixels).Aggregate((a, b) => a.Or(b));

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
