using System;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Lines;

/// <summary>A line (wrinkle) on the skin.</summary>
/// <param name="Points">Ordered points in pixels of the restored image.</param>
/// <param name="Length">Length in millimetres.</param>
/// <param name="Depth">Mean optical density above the adjacent skin.</param>
/// <param name="Relief">Mean optical density above the skin two millimetres away, where the shade of a furrow ends.</param>
/// <param name="Region">The region of the face, a name of <see cref="LineRegions"/>; null where none has a name.</param>
internal sealed record SkinLine(List<Vec> Points, double Length, double Depth, double Relief, string? Region)
{
    /// <summary>Its middle point, which decides to which area it belongs.</summary>
    public Vec Middle => Points[Points.Count / 2];
}

/// <summary>
/// Finds lines in two ways that complete each other: ridges of the density, which are exact and see fine lines where the picture is large
/// enough, and the network, which sees soft furrows and knows what no line is.
/// </summary>
internal static class LineFinder
{
    private const double MinLength = 5;
    private const double MinStraightness = .6;

    // The mean of the network's map along a ridge. The map is far below this on a face without lines, whatever its texture.
    private const double MinChance = .02;

    // The map has about one value a millimetre: on a large face a narrow ridge may be clear where the map is blind.
    private const double FineResolution = 3.5;

    // Open skin has no relief of its own; elsewhere the shade of the nose or the contour of the face is as clear as a fine line.
    private const float Clear = 2.5f;
    private const float ClearOnOpenSkin = 1.55f;
    private const double OpenShare = .75;
    private static readonly string[] OpenAreas = ["forehead", "right_cheek", "left_cheek", "chin"];

    // In millimetres. A line of the network is known where it lies this near a ridge; where more of it is, only its other parts count.
    private const double MinTracedLength = 8;
    private const double Near = 1.5;
    private const double MaxKnown = .4;

    // The network draws on between two lines where nothing is to be seen.
    private const double MinTracedDepth = .02;
    private const double MaxOffSkin = .25;

    /// <summary>The lines of a face, longest first.</summary>
    public static List<SkinLine> Find(SkinFrame frame)
    {
        var found = Ridges(frame);
        var known = new PixelMask(frame.Width, frame.Height);
        foreach (var point in found.SelectMany(line => Dense(line.Points)))
            known.Set(point);
        known = known.Dilated(Near * frame.Unit);
        var (depth, regions) = (new LineDepth(frame), new LineRegions(frame));
        var lines = found.ConvertAll(line => Create(line.Points, line.Depth));
        foreach (var points in LineTracer.Trace(frame))
        {
            foreach (var part in Unknown(points))
            {
                var (length, deep) = (Polylines.Length(part) / frame.Unit, depth.At(part, LineDepth.Beside));
                if (
                    length >= MinTracedLength
                    && deep >= MinTracedDepth
                    && Share(part, p => !frame.Skin.Likely[(int)p.X, (int)p.Y]) <= MaxOffSkin
                )
                    lines.Add(Create(part, deep));
            }
        }

        lines.Sort((a, b) => b.Length.CompareTo(a.Length));
        return lines;

        // The parts of a line that are not known already, whole where little of it is.
        IEnumerable<List<Vec>> Unknown(List<Vec> line)
        {
            if (Share(line, p => known[(int)p.X, (int)p.Y]) < MaxKnown)
                return [line];
            var parts = new List<List<Vec>> { new() };
            foreach (var p in line)
            {
                if (!known[(int)p.X, (int)p.Y])
                    parts[^1].Add(p);
                else if (parts[^1].Count > 0)
                    parts.Add([]);
            }

            return parts.Where(part => part.Count > 1);
        }

        SkinLine Create(List<Vec> points, double density) =>
            new(
                Polylines.Simplified(points, .2 * frame.Unit),
                Polylines.Length(points) / frame.Unit,
                density,
                depth.At(points, LineDepth.Away),
                regions.Of(points)
            );
    }

    private static List<(List<Vec> Points, double Depth)> Ridges(SkinFrame frame)
    {
        var where = frame.Skin.Smooth;
        var map = RidgeMap.Compute(frame, where);
        var chances = frame.FindOnce(LineChances.Compute);
        var open = OpenAreas.Select(frame.Area).Aggregate((a, b) => a.Or(b));
        var edge = where.Eroded(.7 * frame.Unit);
        var found = new List<(List<Vec>, double)>();
        foreach (var points in LineLinker.Join(RidgeMap.Pieces(frame, map), frame.Unit))
        {
            var length = Polylines.Length(points) / frame.Unit;
            var chord = (points[^1] - points[0]).Length / frame.Unit;
            if (length < MinLength || chord / length < MinStraightness || Share(points, p => !edge[(int)p.X, (int)p.Y]) > MaxOffSkin)
                continue;
            if (points.Average(p => chances.At(p)) >= MinChance || IsClear(points))
                found.Add((LineTracer.Smooth(points, .5 * frame.Unit), points.Average(p => map.Depth[(int)p.X, (int)p.Y])));
        }

        frame.Work.Free(map.Response, map.Depth, map.Width);
        return found;

        bool IsClear(List<Vec> points) =>
            frame.Unit >= FineResolution
            && points.Average(p => map.Response.Data[((int)p.Y * frame.Width) + (int)p.X])
                >= (Share(points, p => open[(int)p.X, (int)p.Y]) >= OpenShare ? ClearOnOpenSkin : Clear) * map.MinResponse;
    }

    private static double Share(List<Vec> points, Func<Vec, bool> of) => (double)points.Count(of) / points.Count;

    private static IEnumerable<Vec> Dense(List<Vec> line)
    {
        for (var i = 1; i < line.Count; i++)
        {
            var step = line[i] - line[i - 1];
            for (var t = 0.0; t < 1; t += 1 / Math.Max(1, step.Length))
                yield return line[i - 1] + (step * t);
        }
    }
}
