using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Lines;

/// <summary>
/// Ridge strength: how much each pixel of skin looks like part of a dark line, by the eigenvalues of the Hessian of the density plane at
/// several scales.
/// </summary>
/// <remarks>
/// With eigenvalues λ₁ (across) and λ₂ (along) at scale σ, the response is σ²·λ₁ where λ₁ is much larger than |λ₂|. Source: Frangi et al.,
/// "Multiscale vessel enhancement filtering" (MICCAI 1998). The valley check is our own: edges of shading are ridges on one side only.
/// </remarks>
internal sealed class RidgeMap
{
    private static readonly double[] Widths = [.28, .45, .7];

    // Minimum and certain response, as optical density times the square of the scale, and as a multiple of the response to noise.
    private const float MinResponseInNoiseFreeSkin = .0085f;
    private const float MinResponseInNoise = 4.2f;
    private const float MaxRoundness = .55f;

    // Factor of the minimum response that some pixels of every line must reach, and the length of the shortest piece in millimetres.
    private const float Sure = 1.7f;
    private const double MinPiece = .8;

    private RidgeMap(Plane response, Plane depth, Plane width, float minimum) =>
        (Response, Depth, Width, MinResponse) = (response, depth, width, minimum);

    /// <summary>σ² times the larger curvature, across the line; 0 where there is no line.</summary>
    public Plane Response { get; }

    /// <summary>Optical density of the line above its darker side.</summary>
    public Plane Depth { get; }

    /// <summary>The scale σ, in pixels, with the largest response.</summary>
    public Plane Width { get; }

    /// <summary>Minimum response of a line.</summary>
    public float MinResponse { get; }

    public static RidgeMap Compute(SkinFrame frame, PixelMask where)
    {
        var dark = frame.Dark;
        var (response, depth, best) = (Empty(frame), Empty(frame), Empty(frame));
        var minimum = float.MaxValue;
        foreach (var width in Widths)
        {
            var sigma = width * frame.Unit;
            if (sigma < .8)
                continue;
            var smooth = Blur.Gaussian(frame.Work, dark.Density, sigma);
            var floor = MinResponseInNoise * CurvatureNoise(dark, smooth, where) * (float)(sigma * sigma);
            minimum = Math.Min(minimum, Math.Max(MinResponseInNoiseFreeSkin, floor));
            frame.Work.Rows(
                frame.Height,
                (from, to) =>
                {
                    for (var y = Math.Max(2, from); y < Math.Min(frame.Height - 2, to); y++)
                        Row(smooth, where, dark.Gain, y, (float)sigma, floor, response, depth, best);
                }
            );
            frame.Work.Free(smooth);
        }

        return new RidgeMap(response, depth, best, minimum);
    }

    /// <summary>Lines in the map: hysteresis thresholding and thinning.</summary>
    public static List<List<Vec>> Pieces(SkinFrame frame, RidgeMap map)
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

        return Thinning.Lines(ridges, MinPiece * frame.Unit);
    }

    private static float CurvatureNoise(DensityPlane dark, Plane smooth, PixelMask where)
    {
        var values = new List<float>();
        for (var y = 2; y < smooth.Height; y += 4)
        {
            var row = smooth.Row(y);
            for (var x = 1; x + 1 < row.Length; x += 7)
            {
                var i = (y * smooth.Width) + x;
                if (where.Data[i] != 0)
                    values.Add((row[x - 1] - (2 * row[x]) + row[x + 1]) / dark.Gain.Data[i]);
            }
        }

        return Statistics.Compute(values).RobustSigma;
    }

    private static Plane Empty(SkinFrame frame)
    {
        var plane = frame.Work.NewPlane(frame.Width, frame.Height);
        Array.Clear(plane.Data);
        return plane;
    }

    private static void Row(
        Plane smooth,
        PixelMask where,
        Plane gain,
        int y,
        float sigma,
        float floor,
        Plane response,
        Plane depth,
        Plane best
    )
    {
        var (above, middle, below) = (y - 1, y, y + 1);
        for (var x = 2; x < smooth.Width - 2; x++)
        {
            var i = (y * smooth.Width) + x;
            if (where.Data[i] == 0)
                continue;
            var centre = smooth.Data[i];
            var xx = smooth[x - 1, middle] - (2 * centre) + smooth[x + 1, middle];
            var yy = smooth[x, above] - (2 * centre) + smooth[x, below];
            if (xx + yy >= 0)
                continue;
            var xy = (smooth[x + 1, below] - smooth[x - 1, below] - smooth[x + 1, above] + smooth[x - 1, above]) / 4;
            var root = MathF.Sqrt(((xx - yy) * (xx - yy) / 4) + (xy * xy));
            // Curvature across and along the line; positive for a dark line.
            var across = -((xx + yy) / 2) + root;
            var along = -((xx + yy) / 2) - root;
            var value = across * sigma * sigma;
            if (
                value < Math.Max(MinResponseInNoiseFreeSkin, floor * gain.Data[i])
                || value <= response.Data[i]
                || Math.Abs(along) > MaxRoundness * across
            )
                continue;
            // The direction across the line: the eigenvector of the larger curvature.
            var (nx, ny) = (xy, -across - xx);
            if (Math.Abs(nx) + Math.Abs(ny) < 1e-9f)
                (nx, ny) = xx < yy ? (1, 0) : (0, 1);
            var length = MathF.Sqrt((nx * nx) + (ny * ny));
            (nx, ny) = (nx / length * 2.2f * sigma, ny / length * 2.2f * sigma);
            var sides = Math.Max(smooth.At(x + nx, y + ny), smooth.At(x - nx, y - ny));
            var deep = centre - sides;
            if (deep < .3f * value)
                continue;
            (response.Data[i], depth.Data[i], best.Data[i]) = (value, deep, sigma);
        }
    }
}
