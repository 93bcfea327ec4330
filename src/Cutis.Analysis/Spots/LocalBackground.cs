using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Spots;

/// <summary>The skin around a spot as a plane fitted to a ring: level and slope. The slope absorbs shading.</summary>
/// <param name="Level">Density at the centre.</param>
/// <param name="SlopeX">Change of density per pixel to the right.</param>
/// <param name="SlopeY">Change of density per pixel downwards.</param>
/// <param name="High">How far the upper quantile of the ring lies above this background.</param>
internal readonly record struct LocalBackground(float Level, float SlopeX, float SlopeY, float High)
{
    private const int Samples = 32;
    private const int MinSamples = 20;

    // The upper quantile of the ring; a line through the ring or a neighbouring spot occupies less of it.
    private const double HighRank = .72;
    private static readonly (double X, double Y)[] Directions =
    [
        .. Enumerable.Range(0, Samples).Select(i => (Math.Cos(2 * Math.PI * i / Samples), Math.Sin(2 * Math.PI * i / Samples))),
    ];

    /// <summary>Change of density per pixel along the steepest direction.</summary>
    public double Steepness => Math.Sqrt((SlopeX * SlopeX) + (SlopeY * SlopeY));

    public float At(double dx, double dy) => Level + (float)((SlopeX * dx) + (SlopeY * dy));

    /// <summary>Fits the background; null where too little of the ring is skin.</summary>
    public static LocalBackground? Around(Plane map, PixelMask skin, double cx, double cy, double radius)
    {
        Span<Place> ring = stackalloc Place[3 * Samples];
        var (count, onSkin) = (0, 0);
        for (var i = 0; i < Samples; i++)
        {
            var (dx, dy) = (radius * Directions[i].X, radius * Directions[i].Y);
            if (!skin[(int)Math.Round(cx + dx), (int)Math.Round(cy + dy)])
                continue;
            onSkin++;
            foreach (var share in (ReadOnlySpan<double>)[.93, 1, 1.07])
                ring[count++] = new Place(dx * share, dy * share, map.At(cx + (dx * share), cy + (dy * share)));
        }

        if (onSkin < MinSamples)
            return null;
        ring = ring[..count];
        // Neighbouring spots are darker than the background: fit again without the darkest quarter.
        Span<float> above = stackalloc float[count];
        Rest(ring, Fit(ring), above);
        above.Sort(ring);
        var background = Fit(ring[..(3 * count / 4)]);
        Rest(ring, background, above);
        above.Sort();
        var median = above[count / 2];
        return background with { Level = background.Level + median, High = above[(int)(HighRank * count)] - median };
    }

    private static void Rest(ReadOnlySpan<Place> ring, LocalBackground background, Span<float> above)
    {
        for (var i = 0; i < ring.Length; i++)
            above[i] = ring[i].Value - background.At(ring[i].X, ring[i].Y);
    }

    // Least-squares fit of level and slope.
    private static LocalBackground Fit(ReadOnlySpan<Place> ring)
    {
        double n = ring.Length,
            x = 0,
            y = 0,
            v = 0;
        foreach (var r in ring)
            (x, y, v) = (x + r.X, y + r.Y, v + r.Value);
        (x, y, v) = (x / n, y / n, v / n);
        double xx = 0,
            xy = 0,
            yy = 0,
            xv = 0,
            yv = 0;
        foreach (var r in ring)
        {
            var (dx, dy, dv) = (r.X - x, r.Y - y, r.Value - v);
            (xx, xy, yy, xv, yv) = (xx + (dx * dx), xy + (dx * dy), yy + (dy * dy), xv + (dx * dv), yv + (dy * dv));
        }

        var determinant = (xx * yy) - (xy * xy);
        if (determinant < 1e-6)
            return new LocalBackground((float)v, 0, 0, 0);
        var (sx, sy) = (((xv * yy) - (yv * xy)) / determinant, ((yv * xx) - (xv * xy)) / determinant);
        return new LocalBackground((float)(v - (sx * x) - (sy * y)), (float)sx, (float)sy, 0);
    }

    private readonly record struct Place(double X, double Y, float Value);
}
