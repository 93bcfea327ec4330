using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Skin;

/// <summary>
/// How dark each pixel is, as one optical density of three: each channel counts by how little noise it has on this skin. Densities
/// do not depend on how dark the skin is or how bright the light (Beer and Lambert), so one threshold serves all tones.
/// </summary>
/// <param name="Density">The weighted mean of the three densities.</param>
/// <param name="Weights">Of red, green and blue; their sum is 1.</param>
/// <param name="Noise">Standard deviation of each channel's noise, a pixel.</param>
internal sealed record DarkPlane(Plane Density, float[] Weights, float[] Noise)
{
    // Below this the noise of a smooth, well compressed picture is only a matter of rounding.
    private const float LeastNoise = .004f;

    public static DarkPlane Of(SkinFrame frame)
    {
        var noise = Array.ConvertAll(frame.Density, channel => Math.Max(LeastNoise, NoiseOf(channel, frame.Skin.Pixels)));
        var weights = Array.ConvertAll(noise, n => 1 / (n * n));
        var sum = weights.Sum();
        weights = Array.ConvertAll(weights, w => w / sum);
        var (r, g, b) = (frame.Density[0], frame.Density[1], frame.Density[2]);
        return new DarkPlane(
            Plane.Of(frame.Work, frame.Width, frame.Height, i => (weights[0] * r.Data[i]) + (weights[1] * g.Data[i]) + (weights[2] * b.Data[i])), weights, noise);
    }

    /// <summary>Noise of a weighted sum of the channels, a pixel.</summary>
    public float NoiseOfSum(ReadOnlySpan<float> weights)
    {
        var sum = 0f;
        for (var c = 0; c < 3; c++) sum += weights[c] * weights[c] * Noise[c] * Noise[c];
        return MathF.Sqrt(sum);
    }

    // From the second difference across, which neither shading nor a slope touches (Immerkær 1996, in one dimension): its variance is 6 times the noise's.
    private static float NoiseOf(Plane channel, PixelMask skin)
    {
        var values = new List<float>();
        for (var y = 0; y < channel.Height; y += 2)
        {
            var row = channel.Row(y);
            for (var x = 2; x + 2 < row.Length; x += 3)
                if (skin.Data[(y * channel.Width) + x] != 0) values.Add(Math.Abs(row[x - 1] - (2 * row[x]) + row[x + 1]));
        }

        return 1.4826f * Statistics.Of(values).Median / MathF.Sqrt(6);
    }
}
