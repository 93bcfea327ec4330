using Cutis.Analysis.Faces;
using Cutis.Analysis.Lines;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Analysis.Spots;
using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Bench;

/// <summary>Found and there, of one kind.</summary>
/// <param name="Hit">Truth that was found, in the measure of the kind.</param>
/// <param name="There">All truth.</param>
/// <param name="Right">Found that is truth.</param>
/// <param name="Found">All that was found.</param>
internal readonly record struct Score(double Hit, double There, double Right, double Found)
{
    public double Recall => There == 0 ? 1 : Hit / There;

    public double Precision => Found == 0 ? 1 : Right / Found;

    public static Score operator +(Score a, Score b) => new(a.Hit + b.Hit, a.There + b.There, a.Right + b.Right, a.Found + b.Found);
}

/// <summary>What the algorithms find, in pixels of the whole picture.</summary>
internal sealed record Detected(List<List<Vec>> Lines, List<(Vec Centre, bool Red)> Spots, List<Vec> Pores)
{
    public static Detected In(RgbImage picture, double limit = 400)
    {
        var pyramid = new Pyramid(picture);
        var face = FoundFaces.In(pyramid).All[0];
        var frame = new SkinFrame(
            RestoredFace.Create(pyramid, face, limit),
            face,
            (picture.Width, picture.Height),
            new Work(2, CancellationToken.None)
        );
        Vec Back(Vec p) => frame.Restored.ToOriginal.Map(p);
        return new Detected(
            LineFinder.Find(frame).ConvertAll(line => line.Points.ConvertAll(Back)),
            SpotFinder.Find(frame).ConvertAll(spot => (Back(spot.Centre), spot.Colour == SpotColour.Red)),
            PoreFinder.Find(frame).ConvertAll(pore => Back(pore.Centre))
        );
    }
}

/// <summary>Holds what was found against what was painted. What was found before anything was painted does not count.</summary>
internal static class Truth
{
    public static (Score Lines, Score Brown, Score Red, Score Pores) Create(Painting painting, Detected found, Detected before, double unit)
    {
        var old = before.Lines.SelectMany(Sampled).ToArray();
        var foundPoints = found.Lines.SelectMany(Sampled).Where(p => !Near(p, old, 1 * unit)).ToArray();
        var truePoints = painting.Lines.SelectMany(line => line.Points).ToArray();
        var lines = new Score(
            truePoints.Count(p => Near(p, foundPoints, unit)),
            truePoints.Length,
            foundPoints.Count(p => Near(p, truePoints, unit)),
            foundPoints.Length
        );

        Score Spots(bool red)
        {
            var there = painting.Spots.Where(s => s.Red == red).ToArray();
            var mine = found
                .Spots.Where(s => s.Red == red && !before.Spots.Exists(b => b.Red == red && (b.Centre - s.Centre).Length < unit))
                .ToArray();
            bool Match(PaintedSpot t, Vec c) => (t.Centre - c).Length < (t.Radius + .5) * unit;
            return new Score(
                there.Count(t => mine.Any(m => Match(t, m.Centre))),
                there.Length,
                mine.Count(m => there.Any(t => Match(t, m.Centre))),
                mine.Length
            );
        }

        var pores = found.Pores.Where(p => !Near(p, before.Pores, .3 * unit)).ToArray();
        var centres = painting.Pores.Select(p => p.Centre).ToArray();
        return (
            lines,
            Spots(false),
            Spots(true),
            new Score(
                centres.Count(c => Near(c, pores, .3 * unit)),
                centres.Length,
                pores.Count(p => Near(p, centres, .3 * unit)),
                pores.Length
            )
        );
    }

    private static IEnumerable<Vec> Sampled(List<Vec> line)
    {
        for (var i = 1; i < line.Count; i++)
        {
            var step = line[i] - line[i - 1];
            var count = Math.Max(1, (int)step.Length);
            for (var k = 0; k < count; k++)
                yield return line[i - 1] + (step * ((double)k / count));
        }
    }

    private static bool Near(Vec p, IEnumerable<Vec> others, double reach)
    {
        foreach (var o in others)
            if ((o - p).Length <= reach)
                return true;
        return false;
    }
}
