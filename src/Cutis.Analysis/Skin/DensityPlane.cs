using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Skin;

/// <summary>
/// How dark each pixel is: a weighted mean of the optical densities −ln(R), −ln(G) and −ln(B), in which a channel counts more the less
/// noise it has on this skin. By the Beer–Lambert law a mark adds the same density on dark and light skin and in any light, so that one
/// threshold serves all skin tones.
/// </summary>
/// <param name="Density">The weighted mean of the three densities.</param>
/// <param name="Weights">Weights of red, green and blue; their sum is 1.</param>
/// <param name="Noise">Standard deviation of each channel's noise per pixel, at the median darkness of the skin.</param>
/// <param name="Gain">The noise at each pixel as a multiple of <paramref name="Noise"/>.</param>
internal sealed record DensityPlane(Plane Density, float[] Weights, float[] Noise, Plane Gain)
{
    // Below this, the noise of a smooth, well compressed picture is mere rounding.
    private const float MinNoise = .004f;

    public static DensityPlane Compute(SkinFrame frame)
    {
        var noise = Array.ConvertAll(frame.Density, channel => Math.Max(MinNoise, NoiseOf(frame.Work, channel, frame.Skin.Pixels)));
        var weights = Array.ConvertAll(noise, n => 1 / (n * n));
        var sum = weights.Sum();
        weights = Array.ConvertAll(weights, w => w / sum);
        var (r, g, b) = (frame.Density[0], frame.Density[1], frame.Density[2]);
        var density = Plane.Create(
            frame.Work,
            frame.Width,
            frame.Height,
            i => (weights[0] * r.Data[i]) + (weights[1] * g.Data[i]) + (weights[2] * b.Data[i])
        );
        return new DensityPlane(density, weights, noise, GainOf(frame, density));
    }

    // Coded values have about the same noise everywhere. With a gamma of 2.4 a coded value is proportional to exp(−density / 2.4), so that
    // one level is more density the darker the pixel.
    private static Plane GainOf(SkinFrame frame, Plane density)
    {
        const int Step = 4;
        var smooth = Blur.Gaussian(frame.Work, Blur.Shrunk(frame.Work, density, Step), 1.5 * frame.Unit / Step);
        var median = Statistics.Compute(density, frame.Skin.Pixels).Median;
        for (var i = 0; i < smooth.Data.Length; i++)
            smooth.Data[i] = MathF.Exp((smooth.Data[i] - median) / 2.4f);
        return Blur.Grown(frame.Work, smooth, frame.Width, frame.Height, Step);
    }

    /// <summary>The robust standard deviation of a plane on skin, at the skin's median darkness.</summary>
    public float SpreadAround(Plane plane, PixelMask where) => Statistics.Compute(where, i => plane.Data[i] / Gain.Data[i]).RobustSigma;

    // From horizontal second differences, which cancel shading and slopes (Immerkær 1996, in one dimension): their variance is 6 times that
    // of the noise. Computed on means of 2 × 2 pixels, because subsampling and compression have removed the finest noise.
    private static float NoiseOf(Work work, Plane channel, PixelMask skin)
    {
        var (small, mask, values) = (Blur.Shrunk(work, channel, 2), skin.Shrunk(2), new List<float>());
        for (var y = 0; y < small.Height; y += 2)
        {
            var row = small.Row(y);
            for (var x = 1; x + 1 < row.Length; x += 3)
                if (mask.Data[(y * small.Width) + x] != 0)
                    values.Add(Math.Abs(row[x - 1] - (2 * row[x]) + row[x + 1]));
        }

        return 2 * 1.4826f * Statistics.Compute(values).Median / MathF.Sqrt(6);
    }
}
