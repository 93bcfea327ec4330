using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Skin;

/// <summary>
/// How dark each pixel is, as one optical density of three: each channel counts by how little noise it has on this skin. Densities
/// do not depend on how dark the skin is or how bright the light (Beer and Lambert), so one threshold serves all tones.
/// </summary>
/// <param name="Density">The weighted mean of the three densities.</param>
/// <param name="Weights">Of red, green and blue; their sum is 1.</param>
/// <param name="Noise">Standard deviation of each channel's noise, a pixel, where the skin is as dark as in the median.</param>
/// <param name="Gain">How many times that noise there is at a pixel.</param>
internal sealed record DensityPlane(Plane Density, float[] Weights, float[] Noise, Plane Gain)
{
    // Below this the noise of a smooth, well compressed picture is only a matter of rounding.
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

    // Coded values have about the same noise everywhere, and with a gamma of 2.4 a coded value falls with exp(−density / 2.4): the darker,
    // the more density a level is.
    private static Plane GainOf(SkinFrame frame, Plane density)
    {
        const int Step = 4;
        var smooth = Blur.Gaussian(frame.Work, Blur.Shrunk(frame.Work, density, Step), 1.5 * frame.Unit / Step);
        var median = Statistics.Compute(density, frame.Skin.Pixels).Median;
        for (var i = 0; i < smooth.Data.Length; i++)
            smooth.Data[i] = MathF.Exp((smooth.Data[i] - median) / 2.4f);
        return Blur.Grown(frame.Work, smooth, frame.Width, frame.Height, Step);
    }

    /// <summary>The robust deviation of a plane on skin, where the skin is as dark as in the median.</summary>
    public float SpreadAround(Plane plane, PixelMask where) => Statistics.Compute(where, i => plane.Data[i] / Gain.Data[i]).RobustSigma;

    // From the second difference across, which neither shading nor a slope touches (Immerkær 1996, in one dimension): its variance is 6
    // times the noise's. Of means of 2 × 2 pixels, as sampling and compression have taken the finest noise away.
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
