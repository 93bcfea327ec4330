using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Lines;

/// <summary>A line (wrinkle) on the skin.</summary>
/// <param name="Points">Ordered points in pixels of the restored image.</param>
/// <param name="Length">Length in millimetres.</param>
/// <param name="Depth">Mean optical density above the adjacent skin.</param>
internal sealed record SkinLine(List<Vec> Points, double Length, double Depth)
{
    /// <summary>Its middle point, which decides to which area it belongs.</summary>
    public Vec Middle => Points[Points.Count / 2];
}

/// <summary>Finds lines: ridges with hysteresis thresholding, thinned, linked where they continue, and filtered by length.</summary>
internal static class LineFinder
{
    // Factor of the minimum response that some pixels of every line must reach.
    private const float Sure = 1.7f;
    private const double MinLength = 5;
    private const double MinPiece = .8;
    private const double MinStraightness = .6;

    public static List<SkinLine> Find(SkinFrame frame)
    {
        var where = frame.Skin.Smooth;
        var map = RidgeMap.Compute(frame, where);
        var pieces = Pieces(frame, map);
        var lines = LineLinker.Join(pieces, frame.Unit);
        var edge = where.Eroded(.7 * frame.Unit);
        var found = new List<SkinLine>();
        foreach (var points in lines)
        {
            var length = Polylines.Length(points) / frame.Unit;
            var chord = (points[^1] - points[0]).Length / frame.Unit;
            if (length < MinLength || chord / length < MinStraightness)
                continue;
            if (points.Count(p => !edge[(int)p.X, (int)p.Y]) > points.Count / 4)
                continue;
            var depth = points.Average(p => map.Depth[(int)p.X, (int)p.Y]);
            found.Add(new SkinLine(Polylines.Simplified(points, .25 * frame.Unit), length, depth));
        }

        frame.Work.Free(map.Response, map.Depth, map.Width);
        found.Sort((a, b) => b.Length.CompareTo(a.Length));
        return found;
    }

    private static List<List<Vec>> Pieces(SkinFrame frame, RidgeMap map)
    {
        var ridges = new PixelMask(frame.Width, frame.Height);
        for (var i = 0; i < ridges.Data.Length; i++)
            ridges.Data[i] = (byte)(map.Response.Data[i] > 0 ? 1 : 0);
        var minimum = 2.2 * Math.Max(1, .3 * frame.Unit) * frame.Unit;
        foreach (var component in Components.Label(ridges))
        {
            var sure = component.Count(i => map.Response.Data[i] > Sure * map.MinResponse);
            if (component.Count >= minimum && sure >= Math.Max(3, .12 * component.Count))
                continue;
            foreach (var i in component)
                ridges.Data[i] = 0;
        }

        var skeleton = Thinning.Skeleton(ridges);
        var pieces = new List<List<Vec>>();
        foreach (var piece in Thinning.Pieces(skeleton))
        {
            var points = piece.ConvertAll(i => new Vec((i % frame.Width) + .5, (i / frame.Width) + .5));
            if (Polylines.Length(points) >= MinPiece * frame.Unit)
                pieces.Add(points);
        }

        return pieces;
    }
}
