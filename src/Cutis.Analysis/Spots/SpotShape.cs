using System.Collections.Immutable;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Spots;

/// <summary>Grows a spot from its peak and classifies it.</summary>
internal static class SpotShape
{
    private const float MinContrast = .022f;
    private const float MinContrastInNoise = 5.3f;

    // In millimetres; noise seldom produces larger regions.
    private const float LargeContrastInNoise = 4.6f;
    private const double Large = 1.2;
    private const double RingReach = 2.6;
    private const double MaxSlope = 1.8;
    private const double MinClosedness = .5;
    private const double MaxElongation = 5;

    // The share of the contrast that lies within half a millimetre on either side of the edge (more for a large spot). Shading has no edge,
    // a spot has one; strong compression softens it, and then colour has to decide.
    private const double EdgeReach = .45;
    private const double EdgeReachOfRadius = .3;
    private const double MinEdge = .4;
    private const double MinFill = .72;

    // Melanin absorbs about twice as much blue as red and green (Jacques 1998: absorption is proportional to wavelength^−3.33), shading
    // equally much of all three. A region darker than shading can be is a mole, in which no blue is left to absorb.
    private const float MinBlue = 1.4f;
    private const float MaxShading = .3f;

    // The density of red below which its values are clipped at the upper end.
    private const float Clipped = .06f;

    /// <summary>The contrast that a spot of some width in pixels must have at a pixel.</summary>
    public static float MinContrastAt(SkinFrame frame, SpotMap map, int at, double sigma) =>
        Math.Max(
            MinContrast,
            (sigma < Large * frame.Unit ? MinContrastInNoise : LargeContrastInNoise) * map.Noise * frame.Dark.Gain.Data[at]
        );

    /// <summary>The pixels above half the contrast; null when they do not form an island.</summary>
    public static (List<int> Pixels, float Contrast)? Grow(SkinFrame frame, SpotMap map, SpotFinder.Peak peak, PixelMask taken)
    {
        var (width, skin) = (frame.Width, frame.Skin.Likely);
        var start = Climb(map.Density, peak);
        var (cx, cy) = (start % width, start / width);
        if (LocalBackground.Around(map.Density, skin, cx, cy, RingReach * peak.Sigma) is not { } background)
            return null;
        var contrast = map.Density.Data[start] - background.Level;
        if (contrast < MinContrastAt(frame, map, start, peak.Sigma))
            return null;
        if (contrast - background.High < MinClosedness * contrast)
            return null;
        // On a steep slope a spot cannot be told from an edge, such as that of a larger spot.
        if (RingReach * peak.Sigma * background.Steepness > MaxSlope * contrast)
            return null;

        var reach = 3.6 * peak.Sigma;
        var seen = new HashSet<int> { start };
        var open = new Stack<int>([start]);
        var pixels = new List<int>();
        while (open.TryPop(out var at))
        {
            var (x, y) = (at % width, at / width);
            if (((x - cx) * (x - cx)) + ((y - cy) * (y - cy)) > reach * reach)
                return null;
            pixels.Add(at);
            if (x > 0)
                Visit(at - 1);
            if (x + 1 < width)
                Visit(at + 1);
            if (y > 0)
                Visit(at - width);
            if (y + 1 < frame.Height)
                Visit(at + width);
        }

        if (pixels.Exists(at => taken.Data[at] != 0))
            return null;
        foreach (var at in pixels)
            taken.Data[at] = 1;
        return (pixels, contrast);

        void Visit(int next)
        {
            if (map.Density.Data[next] - background.At((next % width) - cx, (next / width) - cy) >= .5f * contrast && seen.Add(next))
                open.Push(next);
        }
    }

    /// <summary>Classifies a grown region; null when its shape or colour is not that of a spot.</summary>
    public static Spot? Judge(
        SkinFrame frame,
        SpotMap map,
        List<int> pixels,
        float contrast,
        double minArea,
        double maxArea,
        double minRedArea
    )
    {
        var (width, unit) = (frame.Width, frame.Unit);
        var area = pixels.Count / (unit * unit);
        if (area < minArea || area > maxArea || pixels.Count < 8)
            return null;
        var (mx, my) = (pixels.Average(at => (double)(at % width)), pixels.Average(at => (double)(at / width)));
        double xx = 0,
            yy = 0,
            xy = 0;
        foreach (var at in pixels)
        {
            var (dx, dy) = ((at % width) - mx, (at / width) - my);
            (xx, yy, xy) = (xx + (dx * dx), yy + (dy * dy), xy + (dx * dy));
        }

        (xx, yy, xy) = ((xx / pixels.Count) + (1.0 / 12), (yy / pixels.Count) + (1.0 / 12), xy / pixels.Count);
        var root = Math.Sqrt(((xx - yy) * (xx - yy) / 4) + (xy * xy));
        var (e1, e2) = (((xx + yy) / 2) + root, ((xx + yy) / 2) - root);
        // A uniformly filled ellipse with second moments e1 and e2 has the area 4π·√(e1·e2).
        if (e1 / Math.Max(e2, 1e-6) > MaxElongation || pixels.Count / (4 * Math.PI * Math.Sqrt(e1 * e2)) < MinFill)
            return null;

        var outline = Outline(frame, pixels);
        var reach = Math.Max(EdgeReach * unit, EdgeReachOfRadius * Math.Sqrt(pixels.Count / Math.PI));
        if (Edge(map.Density, outline, new Vec(mx + .5, my + .5), reach) < MinEdge * contrast)
            return null;

        var density = Above(frame, pixels, mx, my, 1.65 * 2 * Math.Sqrt(e1));
        if (density is not var (r, g, b, level))
            return null;
        SpotColour colour;
        if (g > .018 && r < .66 * g && g - r > .022 && g - r > b - g && area >= minRedArea)
            colour = SpotColour.Red;
        else if (r > .014 && r >= .55 * g && (b >= MinBlue * (r + g) / 2 || r + g + b > 3 * MaxShading))
            colour = SpotColour.Brown;
        // Where red is saturated it carries no information; melanin is then recognised by blue.
        else if (level < Clipped && b > 1.6 * g && g > .018)
            colour = SpotColour.Brown;
        else
            return null;
        return new Spot(colour, new Vec(mx + .5, my + .5), area, (r, g, b), outline);
    }

    // The peak was found at a lower resolution.
    private static int Climb(Plane map, SpotFinder.Peak peak)
    {
        var (cx, cy, reach) = (peak.At % map.Width, peak.At / map.Width, Math.Max(1, (int)(peak.Sigma / 2)));
        var best = peak.At;
        for (var y = Math.Max(0, cy - reach); y <= Math.Min(map.Height - 1, cy + reach); y++)
        for (var x = Math.Max(0, cx - reach); x <= Math.Min(map.Width - 1, cx + reach); x++)
            if (map[x, y] > map.Data[best])
                best = (y * map.Width) + x;
        return best;
    }

    // Mean density inside, relative to the median of a surrounding ring, for each channel; and the ring's density in red.
    private static (float R, float G, float B, float RedLevel)? Above(
        SkinFrame frame,
        List<int> pixels,
        double mx,
        double my,
        double radius
    )
    {
        Span<float> above = stackalloc float[3];
        var level = 0f;
        for (var c = 0; c < 3; c++)
        {
            var plane = frame.Density[c];
            if (LocalBackground.Around(plane, frame.Skin.Likely, mx, my, radius) is not { } background)
                return null;
            if (c == 0)
                level = background.Level;
            above[c] = pixels.Average(at => plane.Data[at] - background.At((at % frame.Width) - mx, (at / frame.Width) - my));
        }

        return (above[0], above[1], above[2], level);
    }

    // The mean step from outside to inside of an outline.
    private static double Edge(Plane map, ImmutableArray<Vec> outline, Vec centre, double reach)
    {
        var sum = 0.0;
        foreach (var p in outline)
        {
            var away = p - centre;
            away *= reach / Math.Max(away.Length, 1e-6);
            var (inside, outside) = (p - away, p + away);
            sum += map.At(inside.X - .5, inside.Y - .5) - map.At(outside.X - .5, outside.Y - .5);
        }

        return sum / outline.Length;
    }

    private static ImmutableArray<Vec> Outline(SkinFrame frame, List<int> pixels)
    {
        var (left, right) = (pixels.Min(at => at % frame.Width), pixels.Max(at => at % frame.Width));
        var (top, bottom) = (pixels.Min(at => at / frame.Width), pixels.Max(at => at / frame.Width));
        var plane = new Plane(right - left + 1, bottom - top + 1);
        Array.Clear(plane.Data);
        foreach (var at in pixels)
            plane.Data[(((at / frame.Width) - top) * plane.Width) + (at % frame.Width) - left] = 1;
        return Contours.Trace(plane, .5, 1, .12 * frame.Unit, left, top).MaxBy(ring => Contours.Area(ring));
    }
}
