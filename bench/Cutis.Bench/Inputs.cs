using System;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Bench;

/// <summary>One mask to draw: as a result holds it, with the thickness of its lines.</summary>
internal sealed record BenchMask(string Name, string Json, Mask Mask, double Thickness);

/// <summary>A portrait in any size, and masks with many shapes over its face; everything the same on every run.</summary>
internal static class Inputs
{
    /// <summary>The view box of the masks: a portrait of 3 to 4.</summary>
    public const int ViewWidth = 1000;

    public const int ViewHeight = 1333;

    /// <summary>
    /// A binary PPM: the demo portrait enlarged, with skin texture and sensor noise, so that it has as many bits a pixel as a photo
    /// from a camera.
    /// </summary>
    public static byte[] Ppm(string portrait, int width, int height)
    {
        var file = Tools.Run(
            "convert",
            portrait,
            "-gravity",
            "center",
            "-crop",
            "450x600+0+0",
            "+repage",
            "-filter",
            "Lanczos",
            "-resize",
            $"{width}x{height}!",
            "-depth",
            "8",
            "ppm:-"
        );
        var random = new Random(1);
        var start = file.Length - (width * height * 3);
        var noise = new double[width];
        for (var y = 0; y < height; y++)
        {
            var slope = 0.0;
            for (var x = 0; x < width; x++)
            {
                slope = (0.5 * slope) + (random.NextDouble() * 13) - 6.5;
                noise[x] = (0.35 * noise[x]) + slope;
                var texture = noise[x] + (3 * Math.Sin(x * 0.11) * Math.Sin(y * 0.13)) + (2 * Math.Sin((x * 0.021) + (y * 0.017)));
                for (var i = 0; i < 3; i++)
                {
                    ref var sample = ref file[start + (3 * ((y * width) + x)) + i];
                    sample = (byte)Math.Clamp(sample + texture + random.Next(-1, 2), 0, 255);
                }
            }
        }

        return file;
    }

    /// <summary>Large polygons, small dots, thin lines and a heat map, each with a few thousand vertices over the face.</summary>
    public static IReadOnlyList<BenchMask> Masks()
    {
        var random = new Random(2);
        return
        [
            Make("polygons", "polygon_mask", Feature("MultiPolygon", Polygons(random))),
            Make("pores", "point_mask", Feature("MultiPoint", Points(random, 3000))),
            Make("wrinkles", "polyline_mask", Feature("MultiLineString", List(150, () => Line(random))), 0.0015),
            Make(
                "heat map",
                "heatmap_mask",
                string.Join(',', Enumerable.Range(0, 8).Select(level => Feature("MultiPolygon", HeatLevel(level), 0.125)))
            ),
            Make("10,000 pores", "point_mask", Feature("MultiPoint", Points(random, 10_000))),
        ];
    }

    // Twelve blobs of 205 vertices, one with a hole.
    private static string Polygons(Random random) =>
        "["
        + string.Join(
            ',',
            Enumerable
                .Range(0, 12)
                .Select(i =>
                {
                    var (x, y) = (190 + (i % 3 * 310), 180 + (i / 3 * 325));
                    var outer = Ring(x, y, 118, 205, random.NextDouble() * 6, 0.12);
                    return i == 5 ? $"[{outer},{Ring(x, y, 45, 60, 1, 0.1)}]" : $"[{outer}]";
                })
        )
        + "]";

    private static string Points(Random random, int count) =>
        List(
            count,
            () =>
            {
                var (x, y) = InFace(random);
                return $"[{N(x)},{N(y)},{N(1 + (random.NextDouble() * 1.2))}]";
            }
        );

    private static string Line(Random random)
    {
        var (x, y) = InFace(random);
        var (turn, bend) = (random.NextDouble() * 2 * Math.PI, (random.NextDouble() - 0.5) * 0.06);
        var points = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            points.Add($"[{N(x)},{N(y)}]");
            turn += bend + ((random.NextDouble() - 0.5) * 0.1);
            (x, y) = (x + (3.8 * Math.Cos(turn)), y + (3.8 * Math.Sin(turn)));
        }

        return "[" + string.Join(',', points) + "]";
    }

    private static string HeatLevel(int level) =>
        "["
        + string.Join(
            ',',
            Enumerable.Range(0, 6).Select(i => $"[{Ring(260 + (i % 2 * 480), 250 + (i / 2 * 410), 225 * (1 - (level / 9.0)), 67, i, 0.1)}]")
        )
        + "]";

    private static string Ring(double x, double y, double radius, int count, double phase, double wobble) =>
        "["
        + string.Join(
            ',',
            Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var angle = i * 2 * Math.PI / count;
                    var r = radius * (1 + (wobble * Math.Sin((3 * angle) + phase)) + (0.5 * wobble * Math.Sin((7 * angle) - phase)));
                    return $"[{N(x + (r * Math.Cos(angle)))},{N(y + (r * Math.Sin(angle)))}]";
                })
        )
        + "]";

    private static (double X, double Y) InFace(Random random)
    {
        while (true)
        {
            var (u, v) = ((random.NextDouble() * 2) - 1, (random.NextDouble() * 2) - 1);
            if ((u * u) + (v * v) < 1)
                return (500 + (340 * u), 640 + (480 * v));
        }
    }

    private static string List(int count, Func<string> one) => "[" + string.Join(',', Enumerable.Range(0, count).Select(_ => one())) + "]";

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Feature(string type, string coordinates, double intensity = 1) =>
        $$$"""{"geometry":{"type":"{{{type}}}","coordinates":{{{coordinates}}}},"properties":{"intensity":{{{Invariant(intensity)}}}}}""";

    private static string Invariant(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static BenchMask Make(string name, string type, string features, double thickness = MaskStyle.DefaultLineThickness)
    {
        var text =
            $$"""[{"mask_type":"{{type}}","fill":"rgba(1,11,102,0.5)","view_box":"0 0 {{ViewWidth}} {{ViewHeight}}","features":"""
            + $"[{features}]}}]";
        using var json = JsonDocument.Parse(text);
        return ResultJson.TryReadMasks(json.RootElement, out var masks, out var mistakes)
            ? new BenchMask(name, text, masks[0], thickness)
            : throw new InvalidOperationException(string.Join("; ", mistakes));
    }
}
