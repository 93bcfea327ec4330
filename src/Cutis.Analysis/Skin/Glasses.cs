using Cutis.Analysis.Planes;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Skin;

/// <summary>Detects glasses: a dark narrow bridge across the root of the nose, and rims below both eyes.</summary>
internal static class Glasses
{
    private const float MinContrast = .10f;

    public static bool Are(SkinFrame frame)
    {
        var smooth = Blur.Gaussian(frame.Work, frame.Density[1], Math.Max(.8, .35 * frame.Unit));
        // Down the ridge of the nose, along three parallel paths.
        var bridge = Crossed(frame, smooth, 8, 5, [-1.5, 0, 1.5]);
        var (right, left) = (Rim(frame, smooth, 145, 118), Rim(frame, smooth, 374, 347));
        return (bridge && (right || left)) || (right && left);
    }

    private static bool Crossed(SkinFrame frame, Plane smooth, int from, int to, double[] offsets) =>
        offsets.Count(offset =>
            HasRidge(
                frame,
                smooth,
                frame.Points[from].Place + new Vec(offset * frame.Unit, 0),
                frame.Points[to].Place + new Vec(offset * frame.Unit, 0),
                .25
            )
        ) == offsets.Length;

    // From below the lid to the cheek, along five paths.
    private static bool Rim(SkinFrame frame, Plane smooth, int lid, int cheek)
    {
        var (start, end) = (frame.Points[lid].Place + new Vec(0, 4 * frame.Unit), frame.Points[cheek].Place + new Vec(0, 16 * frame.Unit));
        return new[] { -8.0, -4, 0, 4, 8 }.Count(offset =>
                HasRidge(frame, smooth, start + new Vec(offset * frame.Unit, 0), new Vec(start.X + (offset * frame.Unit), end.Y), 0)
            ) >= 4;
    }

    // A narrow place on the path that is clearly darker than 2.2 mm before and after it.
    private static bool HasRidge(SkinFrame frame, Plane smooth, Vec from, Vec to, double skip)
    {
        var way = to - from;
        var step = way * (1 / Math.Max(1, way.Length));
        var reach = 2.2 * frame.Unit;
        for (var t = skip * way.Length; t < way.Length; t++)
        {
            var p = from + (step * t);
            var (before, after) = (p - (step * reach), p + (step * reach));
            var value = smooth.At(p.X, p.Y);
            if (value - Math.Max(smooth.At(before.X, before.Y), smooth.At(after.X, after.Y)) > MinContrast)
                return true;
        }

        return false;
    }
}
