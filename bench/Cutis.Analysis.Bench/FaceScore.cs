using System;
using Cutis.Analysis.Planes;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Bench;

/// <summary>What is right and wrong on one labelled face. Lengths are in pixels of a picture of 600.</summary>
internal sealed class FaceScore
{
    private const double Reach = 3;
    private const byte SkinLabel = 1;

    /// <summary>Pixels of each label within the oval, and how many of them were taken for skin.</summary>
    public long[] There { get; } = new long[7];

    public long[] Taken { get; } = new long[7];

    /// <summary>No face was found.</summary>
    public bool IsMissed { get; init; }

    /// <summary>What quality says of the photo.</summary>
    public HashSet<string> Problems { get; } = new(StringComparer.Ordinal);

    public double Iou { get; private set; }

    /// <summary>Pixels of hair, facial hair, objects, brows and background in the oval, and how many of them carry a mark.</summary>
    public long OffSkin { get; private set; }

    public long MarksOff { get; private set; }

    public bool HasTruth { get; private set; }

    public bool HasNoLines { get; private set; }

    public double Deep { get; private set; }

    public double Fine { get; private set; }

    public double HitDeep { get; private set; }

    public double HitFine { get; private set; }

    public double FoundLength { get; private set; }

    public double Right { get; private set; }

    /// <summary>Length of what was found, in widths of the face.</summary>
    public double FoundWidths { get; private set; }

    public static FaceScore Of(LabelledFace face, PixelMask skin, List<List<Vec>> lines, PixelMask marks)
    {
        var score = new FaceScore();
        long both = 0,
            either = 0;
        for (var i = 0; i < face.Labels.Length; i++)
        {
            var label = face.Labels[i];
            if (face.Oval.Data[i] == 0 || label == LabelledFace.Ignored)
                continue;
            var (isSkin, taken) = (label == SkinLabel, skin.Data[i] != 0);
            both += isSkin && taken ? 1 : 0;
            either += isSkin || taken ? 1 : 0;
            score.There[label]++;
            score.Taken[label] += taken ? 1 : 0;
            if (label is 0 or 2 or 3 or 4 or 6)
            {
                score.OffSkin++;
                score.MarksOff += marks.Data[i];
            }
        }

        score.Iou = either == 0 ? 0 : (double)both / either;
        if (face.Lines is not null)
            score.AddLines(face, lines, face.Lines);
        return score;
    }

    /// <summary>Points along a line about a pixel apart, each with the length that it stands for.</summary>
    public static IEnumerable<(double X, double Y, double Length)> Samples(List<Vec> line)
    {
        for (var i = 1; i < line.Count; i++)
        {
            var step = line[i] - line[i - 1];
            var count = Math.Max(1, (int)Math.Round(step.Length));
            for (var k = 0; k < count; k++)
            {
                var p = line[i - 1] + (step * ((k + .5) / count));
                yield return (p.X, p.Y, step.Length / count);
            }
        }
    }

    private void AddLines(LabelledFace face, List<List<Vec>> lines, List<LabelledLine> truth)
    {
        var (unit, reach) = (600 / face.Size, Reach * face.Size / 600);
        var found = lines.SelectMany(Samples).ToArray();
        (HasTruth, HasNoLines) = (true, truth.Count == 0);
        var (deep, fine) = (
            truth.Where(line => line.IsDeep).SelectMany(line => Samples(line.Points)).ToArray(),
            truth.Where(line => !line.IsDeep).SelectMany(line => Samples(line.Points)).ToArray()
        );
        (Deep, Fine) = (unit * deep.Sum(p => p.Length), unit * fine.Sum(p => p.Length));
        (HitDeep, HitFine) = (unit * Near(deep, found, reach), unit * Near(fine, found, reach));
        (FoundLength, Right) = (unit * found.Sum(p => p.Length), unit * Near(found, [.. deep, .. fine], reach));
        var (left, right) = (face.Oval.Width, 0);
        for (var i = 0; i < face.Oval.Data.Length; i++)
            if (face.Oval.Data[i] != 0)
                (left, right) = (Math.Min(left, i % face.Oval.Width), Math.Max(right, i % face.Oval.Width));
        FoundWidths = found.Sum(p => p.Length) / Math.Max(1, right - left + 1);
    }

    // The length of some points that lie within reach of others.
    private static double Near((double X, double Y, double Length)[] of, (double X, double Y, double Length)[] others, double reach)
    {
        var cells = others.ToLookup(p => ((int)(p.X / reach), (int)(p.Y / reach)));
        return of.Where(p =>
            {
                var (cx, cy) = ((int)(p.X / reach), (int)(p.Y / reach));
                for (var x = cx - 1; x <= cx + 1; x++)
                for (var y = cy - 1; y <= cy + 1; y++)
                    foreach (var (u, v, _) in cells[(x, y)])
                        if (((u - p.X) * (u - p.X)) + ((v - p.Y) * (v - p.Y)) <= reach * reach)
                            return true;
                return false;
            })
            .Sum(p => p.Length);
    }
}
