using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Lines;

/// <summary>How much darker a line is than the skin at a distance from it, in optical density.</summary>
internal sealed class LineDepth
{
    /// <summary>Just beside a line, in millimetres.</summary>
    public const double Beside = 1.2;

    /// <summary>Where the shade of a furrow has ended, in millimetres.</summary>
    public const double Away = 2;

    // The darkest place is looked for this far on either side, in millimetres.
    private static readonly double[] Across = [-.6, -.3, 0, .3, .6];
    private readonly SkinFrame _frame;
    private readonly Plane _density;

    public LineDepth(SkinFrame frame) =>
        (_frame, _density) = (frame, Blur.Gaussian(frame.Work, frame.Dark.Density, Math.Max(.6, .3 * frame.Unit)));

    /// <summary>The mean along a line, at least 0.</summary>
    /// <param name="line">Points in pixels.</param>
    /// <param name="distance">The distance of the skin that it is compared with, in millimetres.</param>
    public double At(List<Vec> line, double distance)
    {
        var sum = 0.0;
        for (var i = 0; i < line.Count; i++)
        {
            var along = line[Math.Min(i + 2, line.Count - 1)] - line[Math.Max(i - 2, 0)];
            var normal = new Vec(-along.Y, along.X) * (_frame.Unit / Math.Max(along.Length, 1e-6));
            double Side(double millimetres)
            {
                var p = line[i] + (normal * millimetres);
                return _density.At(p.X - .5, p.Y - .5);
            }

            sum += Across.Max(Side) - ((Side(-distance) + Side(distance)) / 2);
        }

        return Math.Max(0, sum / line.Count);
    }
}
