using System;
using System.Globalization;
using System.Text;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;

namespace Cutis.Analysis.Bench;

/// <summary>Recall and precision on painted truth, by tone, and what is found on clean faces.</summary>
internal static class TruthRun
{
    private static readonly (double Yaw, int Seed)[] Faces = [(0, 1), (0, 2), (.1, 3), (.17, 4)];

    /// <param name="size">Side of the pictures.</param>
    /// <param name="contrasts">What all densities are multiplied by.</param>
    /// <param name="quality">Of the JPEG that the pictures go through; null for none.</param>
    public static string Run(int size, double[] contrasts, int? quality = null)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"| contrast | tone | lines | brown spots | red spots | pores | clean face: lines, brown, red, pores |\n"
                + $"| --- | --- | --- | --- | --- | --- | --- |\n"
        );
        foreach (var contrast in contrasts)
        foreach (var tone in Tone.All)
            text.Append(Row(size, tone, contrast, quality));
        return text.ToString();
    }

    private static string Row(int size, Tone tone, double contrast, int? quality)
    {
        Score lines = default,
            brown = default,
            red = default,
            pores = default;
        var clean = new double[4];
        foreach (var (yaw, seed) in Faces)
        {
            var before = Detected.In(Coded(ProceduralFace.Draw(size, tone, yaw, seed: seed).Picture, quality));
            double[] found = [before.Lines.Count, before.Spots.Count(s => !s.Red), before.Spots.Count(s => s.Red), before.Pores.Count];
            for (var i = 0; i < 4; i++)
                clean[i] = Math.Max(clean[i], found[i]);
            var (painted, plan) = Painted(size, tone, yaw, seed, contrast);
            var score = Truth.Create(plan, Detected.In(Coded(painted.Picture, quality)), before, painted.PixelsPerMillimetre);
            (lines, brown, red, pores) = (lines + score.Lines, brown + score.Brown, red + score.Red, pores + score.Pores);
        }

        var shares = string.Join(" | ", new[] { lines, brown, red, pores }.Select(share => Percent(share)));
        return $"| ×{contrast.ToString(CultureInfo.InvariantCulture)} | {tone.Name} | {shares} | {string.Join(", ", clean)} |\n";
    }

    /// <summary>A face with everything painted on it, and what that is.</summary>
    public static (ProceduralFace Face, Painting Plan) Painted(int size, Tone tone, double yaw, int seed, double contrast)
    {
        Painting? plan = null;
        var face = ProceduralFace.Draw(
            size,
            tone,
            yaw,
            seed: seed,
            paint: (drawn, pixels) =>
            {
                plan = Painting.Plan(drawn, seed);
                plan.Paint(pixels, size, drawn.PixelsPerMillimetre, contrast);
            }
        );
        return (face, plan!);
    }

    /// <summary>What is left of a picture after it was a JPEG of that quality.</summary>
    public static RgbImage Coded(RgbImage picture, int? quality)
    {
        if (quality is not { } q)
            return picture;
        return Photo.TryOpen(picture.EncodeJpeg(q), new PhotoLimits(), out var photo, out var error)
            ? photo.ReadRgb()
            : throw new InvalidOperationException(error.Message);
    }

    private static string Percent(Score score) => $"{100 * score.Recall:0} / {100 * score.Precision:0}";
}
