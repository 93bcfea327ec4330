using System.Collections.Concurrent;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;

namespace Cutis.Analysis.Spots;

/// <summary>Finds spots that are darker than the skin around them, brown ones and red ones.</summary>
/// <remarks>
/// Blobs in scale space (Lindeberg 1998, by differences of Gaussians as in Lowe 2004) on the density plane. Each is grown to half its
/// contrast, distinguished from lines and shadows by its shape, and classified by the densities of the three channels.
/// </remarks>
internal static class SpotFinder
{
    private static readonly double[] Widths = [.45, .65, .95, 1.35, 1.9, 2.7];

    // At the scale that suits it best, a disc responds with at least 0.3 of its contrast.
    private const float MinShareOfContrast = .2f;
    private const double MinArea = .6;
    private const double MaxArea = 60;
    private const double MinRedArea = 1.2;

    public static List<Spot> Find(SkinFrame frame)
    {
        // Brown spots show most in blue and red ones in green, so that each kind has a weighting that separates it best from noise.
        var maps = new[] { frame.Dark.Weights, BrownWeights(frame), RedWeights(frame) }
            .Select(weights => SpotMap.Compute(frame, weights))
            .ToArray();
        var peaks = AllPeaks(frame, maps).OrderByDescending(p => p.Strength).ThenBy(p => p.At).ToList();
        var taken = new PixelMask(frame.Width, frame.Height);
        var spots = new List<Spot>();
        foreach (var peak in peaks)
        {
            if (taken.Data[peak.At] != 0)
                continue;
            if (
                SpotShape.Grow(frame, maps[peak.Map], peak, taken) is var (region, contrast)
                && SpotShape.Judge(frame, maps[peak.Map], region, contrast, MinArea, MaxArea, MinRedArea) is { } spot
            )
                spots.Add(spot);
        }

        foreach (var map in maps)
            frame.Work.Free(map.Density);
        return spots;
    }

    // The optimal weights for a known colour in noise (matched filter): its density divided by the variance of the noise.
    private static float[] BrownWeights(SkinFrame frame) => Matched(frame, [.41f, .36f, .84f]);

    // The difference of red and green is free of shading.
    private static float[] RedWeights(SkinFrame frame) => Matched(frame, [.05f, .68f, .62f]);

    private static float[] Matched(SkinFrame frame, float[] colour)
    {
        var weights = new float[3];
        for (var c = 0; c < 3; c++)
            weights[c] = colour[c] / (frame.Dark.Noise[c] * frame.Dark.Noise[c]);
        var sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }

    private static IEnumerable<Peak> AllPeaks(SkinFrame frame, SpotMap[] maps)
    {
        var found = new List<Peak>[maps.Length];
        var skins = new ConcurrentDictionary<int, PixelMask>();
        frame.Work.Each(maps.Length, i => found[i] = Peaks(frame, maps[i], i, skins));
        return found.SelectMany(list => list);
    }

    private static List<Peak> Peaks(SkinFrame frame, SpotMap map, int index, ConcurrentDictionary<int, PixelMask> skins)
    {
        var (skin, found) = (frame.Skin.Shaven, new List<Peak>());
        foreach (var sigma in Widths.Select(width => width * frame.Unit).Where(sigma => sigma >= 1.4))
        {
            // Wide blobs are searched at a lower resolution.
            var factor = Math.Max(1, (int)(sigma / 2));
            var plane = Differences(frame.Work, map.Density, sigma, factor);
            var spread = Statistics.Compute(plane, skins.GetOrAdd(factor, skin.Shrunk)).RobustSigma;
            var minimum = Math.Max(.006f, 2 * spread);
            for (var y = 1; y + 1 < plane.Height; y++)
            {
                for (var x = 1; x + 1 < plane.Width; x++)
                {
                    var value = plane[x, y];
                    if (value < minimum || !IsHighest(plane, x, y))
                        continue;
                    var (px, py) = (
                        Math.Min((x * factor) + (factor / 2), frame.Width - 1),
                        Math.Min((y * factor) + (factor / 2), frame.Height - 1)
                    );
                    if (!skin[px, py] || value < MinShareOfContrast * SpotShape.MinContrastAt(frame, map, (py * frame.Width) + px, sigma))
                        continue;
                    found.Add(new Peak((py * frame.Width) + px, sigma, value, index));
                }
            }

            frame.Work.Free(plane);
        }

        return found;
    }

    private static Plane Differences(Work work, Plane density, double sigma, int factor)
    {
        var small = Blur.Shrunk(work, density, factor);
        var narrow = Blur.Gaussian(work, small, sigma / factor / 1.6);
        var wide = Blur.Gaussian(work, small, sigma / factor);
        var difference = Plane.Create(work, small.Width, small.Height, i => narrow.Data[i] - wide.Data[i]);
        work.Free(narrow, wide);
        if (factor > 1)
            work.Free(small);
        return difference;
    }

    private static bool IsHighest(Plane plane, int x, int y)
    {
        var value = plane[x, y];
        for (var v = y - 1; v <= y + 1; v++)
        for (var u = x - 1; u <= x + 1; u++)
            if (plane[u, v] > value)
                return false;
        return true;
    }

    /// <summary>A candidate position of a blob.</summary>
    /// <param name="At">Index of the pixel.</param>
    /// <param name="Sigma">Scale in pixels.</param>
    /// <param name="Strength">The difference of Gaussians, largest at the scale that suits the blob best.</param>
    /// <param name="Map">Index of the map in which it was found.</param>
    internal sealed record Peak(int At, double Sigma, float Strength, int Map);
}

/// <summary>One weighting of the three densities, slightly smoothed.</summary>
/// <param name="Density">The weighted sum.</param>
/// <param name="Noise">Standard deviation of its noise after smoothing.</param>
internal sealed record SpotMap(Plane Density, float Noise)
{
    public static SpotMap Compute(SkinFrame frame, float[] weights)
    {
        var (d, sigma) = (frame.Density, Math.Max(.8, .22 * frame.Unit));
        var sum = Plane.Create(
            frame.Work,
            frame.Width,
            frame.Height,
            i => (weights[0] * d[0].Data[i]) + (weights[1] * d[1].Data[i]) + (weights[2] * d[2].Data[i])
        );
        var density = Blur.Gaussian(frame.Work, sum, sigma);
        var background = Blur.Gaussian(frame.Work, density, 1.3 * frame.Unit);
        var rest = Plane.Create(frame.Work, frame.Width, frame.Height, i => density.Data[i] - background.Data[i]);
        var noise = frame.Dark.SpreadAround(rest, frame.Skin.Shaven);
        frame.Work.Free(sum, background, rest);
        return new SpotMap(density, noise);
    }
}
