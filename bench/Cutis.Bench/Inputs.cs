using System.Text;
using System.Text.Json;
using Cutis.Masks;

namespace Cutis.Bench;

/// <summary>Made-up photos with slopes, edges and sensor noise, and masks with many shapes.</summary>
internal static class Inputs
{
    /// <summary>A binary PPM.</summary>
    public static byte[] Ppm(int width, int height)
    {
        var header = Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n");
        var file = new byte[header.Length + (width * height * 3)];
        header.CopyTo(file, 0);
        var random = new Random(1);
        var at = header.Length;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = ((x - (0.5 * width)) / width, (y - (0.45 * height)) / height);
                var face = Math.Clamp(8 * (0.3 - Math.Sqrt((u * u) + (v * v * 0.6))), 0, 1);
                var texture = (6 * Math.Sin(x * 0.11) * Math.Sin(y * 0.13)) + (4 * Math.Sin((x * 0.021) + (y * 0.017))) + random.Next(-5, 6);
                file[at++] = (byte)Math.Clamp(70 + (135 * face) + texture, 0, 255);
                file[at++] = (byte)Math.Clamp(90 + (65 * face) + texture, 0, 255);
                file[at++] = (byte)Math.Clamp(130 - (5 * face) + texture, 0, 255);
            }
        }

        return file;
    }

    /// <summary>Five masks of 3,000 shapes each: polygons, lines, points, a heat map, and all of them mixed; view box 0 0 1000 1000.</summary>
    public static IReadOnlyList<(string Name, string Json, Mask Mask)> Masks(int shapes)
    {
        var random = new Random(2);
        double At() => Math.Round(200 + (random.NextDouble() * 600), 2);
        string Blob(double x, double y, double r) => "[[" + string.Join(',', Enumerable.Range(0, 13).Select(i =>
            $"[{x + (r * Math.Cos(i * Math.PI / 6)):0.##},{y + (r * Math.Sin(i * Math.PI / 6)):0.##}]")) + "]]";
        string Line()
        {
            var (x, y, turn) = (At(), At(), random.NextDouble() * 6);
            return "[" + string.Join(',', Enumerable.Range(0, 8).Select(i => $"[{x + (3 * i * Math.Cos(turn + (0.1 * i))):0.##},{y + (3 * i * Math.Sin(turn + (0.1 * i))):0.##}]")) + "]";
        }

        string Feature(string type, string coordinates, double intensity = 1) =>
            $"{{\"geometry\":{{\"type\":\"{type}\",\"coordinates\":{coordinates}}},\"properties\":{{\"intensity\":{intensity}}}}}";
        string Many(int count, Func<string> one) => "[" + string.Join(',', Enumerable.Range(0, count).Select(_ => one())) + "]";
        string Points(int count) => Feature("MultiPoint", Many(count, () => $"[{At()},{At()},{0.6 + random.NextDouble():0.##}]"));
        string Polygons(int count, double r) => Feature("MultiPolygon", Many(count, () => Blob(At(), At(), r)));
        string Lines(int count) => Feature("MultiLineString", Many(count, Line));
        return
        [
            Make("polygons", "polygon_mask", Polygons(shapes, 4)),
            Make("lines", "polyline_mask", Lines(shapes)),
            Make("points", "point_mask", Points(shapes)),
            Make("heat map", "heatmap_mask", string.Join(',', Enumerable.Range(1, 6).Select(i => Feature("MultiPolygon", Many(shapes / 6, () => Blob(At(), At(), 20.0 / i)), 0.15)))),
            Make("mixed", "polygon_mask", $"{Polygons(shapes / 3, 4)},{Lines(shapes / 3)},{Points(shapes / 3)}"),
        ];
    }

    private static (string Name, string Json, Mask Mask) Make(string name, string type, string features)
    {
        var text = $"[{{\"mask_type\":\"{type}\",\"view_box\":\"0 0 1000 1000\",\"features\":[{features}]}}]";
        using var json = JsonDocument.Parse(text);
        return ResultReader.TryReadMasks(json.RootElement, out var masks, out var mistakes)
            ? (name, text, masks[0])
            : throw new InvalidOperationException(string.Join("; ", mistakes));
    }
}
