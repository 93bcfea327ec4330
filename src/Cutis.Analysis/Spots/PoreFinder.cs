using Cutis.Analysis.Lines;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Spots;

/// <summary>A pore: a small round dark dot.</summary>
/// <param name="Centre">Centre in pixels of the restored image.</param>
/// <param name="Radius">Radius in pixels.</param>
internal sealed record Pore(Vec Centre, double Radius);

/// <summary>Finds pores: roughly round maxima of differences of Gaussians on the density plane.</summary>
internal static class PoreFinder
{
    private static readonly double[] Widths = [.12, .18, .26];
    private const float MinDensity = .016f;
    private const float MinInNoise = 4.6f;

    // In deeper shadow there is more noise than there are pores.
    private const float MaxGain = 1.5f;
    private const float MaxRoundness = 7;

    // Within one width the background may rise by this share of the pore's contrast; a steeper slope is an edge, such as that of the far
    // cheek.
    private const float MaxSlope = .6f;

    public static List<Pore> Find(SkinFrame frame)
    {
        // A row of dots on a line is not pores.
        var areas = frame
            .Area("nose")
            .Or(frame.Area("right_cheek"))
            .Or(frame.Area("left_cheek"))
            .Or(frame.Area("forehead"))
            .Or(frame.Area("chin"));
        var where = areas.And(frame.Skin.Shaven).Without(LineBands(frame));
        var candidates = new List<(int At, float Strength, double Sigma)>();
        foreach (var width in Widths)
        {
            var sigma = Math.Max(.9, width * frame.Unit);
            var narrow = Blur.Gaussian(frame.Work, frame.Dark.Density, sigma);
            var wide = Blur.Gaussian(frame.Work, frame.Dark.Density, 1.6 * sigma);
            var difference = Plane.Create(frame.Work, frame.Width, frame.Height, i => narrow.Data[i] - wide.Data[i]);
            var floor = frame.Dark.SpreadAround(difference, where);
            for (var y = 2; y + 2 < frame.Height; y++)
            {
                for (var x = 2; x + 2 < frame.Width; x++)
                {
                    var at = (y * frame.Width) + x;
                    if (where.Data[at] == 0 || frame.Dark.Gain.Data[at] > MaxGain)
                        continue;
                    var minimum = Math.Max(MinDensity, MinInNoise * floor * frame.Dark.Gain.Data[at]);
                    if (difference.Data[at] >= minimum && IsRoundPeak(difference, x, y) && !IsEdge(wide, x, y, sigma, difference.Data[at]))
                        candidates.Add((at, difference.Data[at] / minimum, sigma));
                }
            }

            frame.Work.Free(narrow, wide, difference);
        }

        return Strongest(frame, candidates);
    }

    private static PixelMask LineBands(SkinFrame frame)
    {
        var mask = new PixelMask(frame.Width, frame.Height);
        foreach (var line in frame.FindOnce(LineFinder.Find))
        {
            for (var i = 1; i < line.Points.Count; i++)
            {
                var (from, step) = (line.Points[i - 1], line.Points[i] - line.Points[i - 1]);
                for (var t = 0.0; t <= 1; t += 1 / Math.Max(1, step.Length))
                    mask.Set(from + (step * t));
            }
        }

        return mask.Dilated(.8 * frame.Unit);
    }

    private static List<Pore> Strongest(SkinFrame frame, List<(int At, float Strength, double Sigma)> candidates)
    {
        var pores = new List<Pore>();
        var taken = new PixelMask(frame.Width, frame.Height);
        var reach = Math.Max(1, (int)Math.Round(.35 * frame.Unit));
        foreach (var (at, _, sigma) in candidates.OrderByDescending(c => c.Strength).ThenBy(c => c.At))
        {
            if (taken.Data[at] != 0)
                continue;
            var (cx, cy) = (at % frame.Width, at / frame.Width);
            for (var y = Math.Max(0, cy - reach); y <= Math.Min(frame.Height - 1, cy + reach); y++)
                taken
                    .Data.AsSpan(
                        (y * frame.Width) + Math.Max(0, cx - reach),
                        Math.Min(frame.Width - 1, cx + reach) - Math.Max(0, cx - reach) + 1
                    )
                    .Fill(1);
            pores.Add(new Pore(new Vec(cx + .5, cy + .5), 1.5 * sigma));
        }

        return pores;
    }

    private static bool IsEdge(Plane wide, int x, int y, double sigma, float height)
    {
        var (across, down) = ((wide[x + 2, y] - wide[x - 2, y]) / 4, (wide[x, y + 2] - wide[x, y - 2]) / 4);
        return sigma * Math.Sqrt((across * across) + (down * down)) > MaxSlope * height;
    }

    private static bool IsRoundPeak(Plane plane, int x, int y)
    {
        var value = plane[x, y];
        for (var v = y - 1; v <= y + 1; v++)
        for (var u = x - 1; u <= x + 1; u++)
            if (plane[u, v] > value)
                return false;
        var xx = plane[x - 1, y] - (2 * value) + plane[x + 1, y];
        var yy = plane[x, y - 1] - (2 * value) + plane[x, y + 1];
        var xy = (plane[x + 1, y + 1] - plane[x - 1, y + 1] - plane[x + 1, y - 1] + plane[x - 1, y - 1]) / 4;
        var (trace, determinant) = (xx + yy, (xx * yy) - (xy * xy));
        return determinant > 0 && trace * trace < MaxRoundness * determinant;
    }
}
