using System;
using Cutis.Analysis.Faces;
using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Bench;

/// <summary>The same face once more, as another photo of it would be: coded, sized, turned and lit in another way.</summary>
internal static class Variants
{
    /// <summary>Changes between two photos of one face by one camera.</summary>
    public static IReadOnlyList<(string Name, Func<RgbImage, RgbImage> Make)> All { get; } =
    [
        ("JPEG 75", p => TruthRun.Coded(p, 75)),
        ("size 85 %", p => Changed(p, .85, 0)),
        ("turned 5°", p => Changed(p, 1, 5 * Math.PI / 180)),
        ("brighter 12 %", p => Lit(p, _ => 1.12)),
        ("darker 15 %", p => Lit(p, _ => .85)),
        ("light from a side", p => Lit(p, x => 1.08 - (.2 * x))),
    ];

    /// <summary>A picture scaled and turned around its middle.</summary>
    public static RgbImage Changed(RgbImage picture, double scale, double angle)
    {
        var (width, height) = ((int)(picture.Width * scale), (int)(picture.Height * scale));
        return new Pyramid(picture).Sample(
            width,
            height,
            Similarity.Around(new Vec(width / 2.0, height / 2.0), new Vec(picture.Width / 2.0, picture.Height / 2.0), 1 / scale, angle)
        );
    }

    /// <summary>A picture with all values multiplied by a factor that depends on the place across it, 0..1.</summary>
    public static RgbImage Lit(RgbImage picture, Func<double, double> factor)
    {
        var factors = Enumerable.Range(0, picture.Width).Select(x => factor((x + .5) / picture.Width)).ToArray();
        return picture with { Data = [.. picture.Data.Select((v, i) => (byte)Math.Min(255, v * factors[i / 3 % picture.Width]))] };
    }
}
