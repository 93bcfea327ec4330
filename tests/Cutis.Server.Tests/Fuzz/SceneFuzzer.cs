using System;
using System.Globalization;

namespace Cutis.Server.Tests.Fuzz;

/// <summary>Makes results and options that are valid, or nearly so, and hostile: what is hard to place, to draw, or to count.</summary>
/// <param name="random">Of the request, so that it can be made again.</param>
internal sealed class SceneFuzzer(Random random)
{
    private static readonly double[] Scales = [1e-9, 1e-3, 1, 50, 200, 1000, 10_000, 1e6, 1e7];

    private static readonly string[] ViewBoxes =
    [
        "0 0 200 150",
        "0 0 1 1",
        "0 0 1e-9 1e-9",
        "0 0 1e9 1e9",
        "-1e6 -1e6 2e6 2e6",
        "0 0 1e-300 1e300",
        "199 149 1 1",
        "0 0 200 1e-6",
    ];

    private static readonly string[] Crops =
    [
        "\"mask\"",
        "\"face\"",
        "[0,0,1,1]",
        "[0.1,0.1,0.2,0.2]",
        "[0,0,1e-9,1e-9]",
        "[0.999,0.999,1,1]",
    ];

    /// <summary>A result with up to three masks.</summary>
    public string Result(string algorithm)
    {
        var masks = string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Mask()));
        return $$"""{"algorithm_tech_name":"{{algorithm}}","masks_original":[{{masks}}]}""";
    }

    /// <summary>The body of a masks request, version 4 or 5.</summary>
    public string Request(string image, string algorithm, bool isSvg)
    {
        var masks = string.Join(
            ',',
            Enumerable.Range(0, random.Next(1, 4)).Select(_ => $$"""{"algorithm_tech_name":"{{algorithm}}"{{Options()}}}""")
        );
        var combine = random.Next(6) == 0 ? "\"combine\":true," : "";
        if (isSvg && random.Next(2) == 0)
            combine += "\"mask_over_image\":true,";
        return $$"""{"image_id":"{{image}}",{{combine}}"masks":[{{masks}}]}""";
    }

    private string Mask()
    {
        var box = random.Next(3) == 0 ? $",\"view_box\":\"{Any(ViewBoxes)}\"" : "";
        var kind = random.Next(4);
        if (kind == 3)
            return $$"""{"mask_type":"heatmap_mask","grid":{{Grid()}}{{box}}}""";
        var features = string.Join(',', Enumerable.Range(0, Any([1, 1, 2, 5, 40])).Select(_ => Feature(kind)));
        var type =
            kind == 0 ? "polygon_mask"
            : kind == 1 ? "polyline_mask"
            : "point_mask";
        return $$"""{"mask_type":"{{type}}","features":[{{features}}]{{box}}}""";
    }

    private string Feature(int kind)
    {
        var scale = Any(Scales);
        var intensity = random.Next(3) == 0 ? $",\"properties\":{{\"intensity\":{Text(random.NextDouble())}}}" : "";
        var geometry = kind switch
        {
            0 => $$"""{"type":"MultiPolygon","coordinates":[{{Many(() => $"[{Many(() => Points(scale, 2), 3)}]", 3)}}]}""",
            1 => $$"""{"type":"MultiLineString","coordinates":[{{Many(() => Points(scale, 2), 4)}}]}""",
            _ => $$"""{"type":"MultiPoint","coordinates":{{Points(scale, random.Next(2, 4))}}}""",
        };
        return $$"""{"geometry":{{geometry}}{{intensity}}}""";
    }

    private string Grid()
    {
        var (width, height) = (Any([1, 2, 7, 100]), Any([1, 3, 90]));
        var values = string.Join(',', Enumerable.Range(0, width * height).Select(_ => Text(random.NextDouble() * Any(Scales))));
        return $$"""{"width":{{width}},"height":{{height}},"values":[{{values}}],"range":[0,{{Text(Any(Scales))}}]}""";
    }

    private string Options()
    {
        var options = new List<string>();
        void Maybe(int oneIn, string option)
        {
            if (random.Next(oneIn) == 0)
                options.Add(option);
        }

        Maybe(3, "\"concentric_lines\":true");
        Maybe(3, $"\"polyline_line_thickness\":{Text(Any([0.0001, 0.003, 0.02, 0.1]))}");
        Maybe(4, $$$"""{{{"\"outline\":{\"color\":\"red\",\"width\":"}}}{{{Text(Any([0.0001, 0.004, 0.05]))}}}}""");
        Maybe(6, $"\"crop\":{Any(Crops)}");
        Maybe(6, $"\"max_side\":{Any([1, 16, 200, 16383])}");
        Maybe(8, "\"spotlight\":\"grey\"");
        Maybe(8, "\"legend\":true");
        Maybe(8, "\"layer\":\"overlay\"");
        Maybe(8, $"\"format\":\"{Any(["jpeg", "png", "webp"])}\"");
        Maybe(10, $"\"quality\":{Any([1, 50, 100])}");
        return options.Count == 0 ? "" : "," + string.Join(',', options);
    }

    private string Points(double scale, int numbers)
    {
        var count = Any([1, 3, 4, 12, 200, 2000]);
        return $"[{string.Join(',', Enumerable.Range(0, count).Select(_ => Point(scale, numbers)))}]";
    }

    // The third number of a point is a radius, which is not negative.
    private string Point(double scale, int numbers)
    {
        var all = Enumerable.Range(0, numbers).Select(i => i == 2 ? Text(Math.Abs(Number(scale))) : Text(Number(scale)));
        return $"[{string.Join(',', all)}]";
    }

    private double Number(double scale) => Math.Clamp(((random.NextDouble() * 1.4) - 0.2) * scale, -1e7, 1e7);

    private string Many(Func<string> make, int most) => string.Join(',', Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => make()));

    private T Any<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
